"""The portal's settings, addresses and Thai words."""

VERSION = "0.1.0"  # as in pyproject.toml
