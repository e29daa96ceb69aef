"""The block types by name, in the order in which the builder offers them."""

from importlib import import_module

from reports.documents.block_types import LABELS

from .base import BlockType


def _type_of(name: str) -> BlockType:
    """Return the one type that the module of its name defines."""
    module = import_module(f".{name}", __name__)
    [block_type] = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, BlockType) and value.__module__ == module.__name__
    ]
    return block_type(name)


BLOCK_TYPES = {name: _type_of(name) for name in LABELS}


def in_packages(version: int) -> frozenset[str]:
    """Return the types that packages of this version hold."""
    return frozenset(
        name for name, each in BLOCK_TYPES.items() if each.package_version and each.package_version <= version
    )
