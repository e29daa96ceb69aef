"""The portal's settings, addresses and Thai words."""

import tomllib
from pathlib import Path

_PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
VERSION: str = _PROJECT["project"]["version"]
