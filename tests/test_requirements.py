"""The hashed requirements files are what pyproject.toml asks for, and say nothing of where they were made."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# What would tell where the files were made, or send an operator's pip somewhere else.
ADDRESS = r"\S*://\S*|--(?:extra-)?index-url|--find-links|(?:/home|/root|/tmp)/\S*"
ROOT = Path(__file__).resolve().parent.parent
FILES = ["requirements.txt", "requirements-dev.txt"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def pins(file: str) -> dict[str, str]:
    """Return each pinned package's version, by canonical name."""
    pinned = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", (ROOT / file).read_text(), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in pinned}


def unmet(wanted: list[str], have: dict[str, str]) -> list[str]:
    """Return the wanted requirements that no pin satisfies."""
    requirements = [Requirement(text) for text in wanted]
    return [
        str(requirement)
        for requirement in requirements
        if not requirement.specifier.contains(have.get(canonicalize_name(requirement.name), "0"))
    ]


def test_runtime_pins_satisfy_pyproject():
    assert unmet(PROJECT["project"]["dependencies"], pins("requirements.txt")) == []


def test_development_pins_satisfy_pyproject():
    wanted = PROJECT["dependency-groups"]["dev"]
    assert unmet(wanted, pins("requirements.txt") | pins("requirements-dev.txt")) == []


def test_both_files_agree_on_the_packages_they_share():
    runtime, dev = (pins(file) for file in FILES)
    shared = runtime.keys() & dev.keys()
    assert {name: dev[name] for name in shared} == {name: runtime[name] for name in shared}


@pytest.mark.parametrize("file", FILES)
def test_every_requirement_is_one_pin_with_hashes(file):
    lines = re.sub(r"\\\n", " ", (ROOT / file).read_text()).splitlines()
    requirements = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    pattern = r"[\w.-]+(\[[\w,-]+\])?==\S+( *;[^\\]*?)?( +--hash=sha256:[0-9a-f]{64})+ *"
    assert [line for line in requirements if not re.fullmatch(pattern, line)] == []


@pytest.mark.parametrize("file", FILES)
def test_no_address_or_path_of_a_machine(file):
    assert re.findall(ADDRESS, (ROOT / file).read_text()) == []


def test_psycopg2_is_the_only_driver():
    """Django silently prefers psycopg 3 as soon as it is installed."""
    assert "psycopg" not in pins("requirements.txt") | pins("requirements-dev.txt")
