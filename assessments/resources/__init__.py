"""What each kind of spreadsheet does to the database, row by row: resources of django-import-export."""
