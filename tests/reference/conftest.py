"""Where the reference material lies: beside the project, or where ITA_REFERENCE says. Without it these tests skip."""

import os
from pathlib import Path

import pytest

MATERIAL = Path(os.environ.get("ITA_REFERENCE", Path(__file__).parents[3] / "shared"))
PACKAGES = sorted((MATERIAL / "reference" / "packages").glob("*.json"))
NAMES = ["000", "001", "002", "003", "004"]


@pytest.fixture
def case():
    """Return a function from the name of an input that failed in use to its bytes; skips loudly where it is absent."""

    def read(name: str) -> bytes:
        path = MATERIAL / "cases" / name
        if not path.exists():
            pytest.skip(f"REFERENCE MATERIAL ABSENT: no {name} below {MATERIAL} (set ITA_REFERENCE)")
        return path.read_bytes()

    return read


@pytest.fixture
def reference():
    """Return a function from "000"… to the path of that reference package; skips loudly where there is none."""

    def find(name: str) -> Path:
        for path in PACKAGES:
            if path.name.startswith(name):
                return path
        pytest.skip(f"REFERENCE MATERIAL ABSENT: no package {name} below {MATERIAL} (set ITA_REFERENCE)")

    return find
