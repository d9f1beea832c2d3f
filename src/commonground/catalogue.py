"""A folder of declarations, read as a dictionary: the folder is the catalogue.

Each module of the package declares one constant (``SOURCE``, ``MEASURE``, ``SECTION``) whose ``key`` is the
module's own name. Nothing registers itself on import, and sub-packages are not declarations.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules, walk_packages
from types import MappingProxyType
from typing import Any, TypeVar

T = TypeVar("T")


class CatalogueError(Exception):
    """A module of a catalogue folder does not declare what it must."""


def keys(package: str) -> list[str]:
    """Names of the declarations in a package, without importing any of them."""
    return sorted(m.name for m in iter_modules(import_module(package).__path__) if not m.ispkg)


def modules(package: str) -> list[str]:
    """Full names of all modules of a package and of the packages in it, in alphabetical order."""
    found = walk_packages(import_module(package).__path__, f"{package}.")
    return sorted(m.name for m in found if not m.ispkg)


def read(package: str, constant: str, kind: type[T]) -> Mapping[str, T]:
    """Every declaration of the package by key, in the order of the keys.

    Raises CatalogueError if a module lacks the constant, holds another type, or its key is not its file name.
    """
    return MappingProxyType({key: _declared(f"{package}.{key}", constant, kind) for key in keys(package)})


def _declared(module: str, constant: str, kind: type[T]) -> T:
    value: Any = getattr(import_module(module), constant, None)
    if not isinstance(value, kind):
        raise CatalogueError(f"{module} must declare {constant}, a {kind.__name__}")
    if getattr(value, "key", None) != module.rpartition(".")[2]:
        raise CatalogueError(f"{module}: the key of {constant} must be the file name, not {value.key!r}")  # type: ignore[attr-defined]
    return value
