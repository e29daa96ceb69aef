"""Forms of the base app; `fields` holds the Thai form fields that every app uses."""
