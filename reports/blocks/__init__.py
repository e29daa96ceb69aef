"""The block types by name, in the order in which the builder offers them."""

from importlib import import_module

from reports.documents.block_types import LABELS

from .base import NEWEST, BlockType


def _type_of(name: str) -> BlockType:
    """Return the one type that the module of its name defines."""
    module = import_module(f".{name}", __name__).__name__
    [block_type] = [known for known in BlockType.__subclasses__() if known.__module__ == module]
    return block_type(name)


BLOCK_TYPES = {name: _type_of(name) for name in LABELS}


def in_packages(version: int = NEWEST) -> frozenset[str]:
    """Return the types that packages of this version, by default the newest, hold."""
    return frozenset(name for name, kind in BLOCK_TYPES.items() if 0 < kind.package_version <= version)
