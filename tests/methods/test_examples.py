"""The example in each docstring gives what it says."""

import doctest
import inspect
from importlib import import_module

import pytest

from commonground import catalogue

MODULES = catalogue.modules("commonground.methods")


@pytest.mark.parametrize("name", MODULES, ids=lambda name: name.removeprefix("commonground.methods."))
def test_examples(name: str) -> None:
    module = import_module(name)
    found = doctest.testmod(module)
    assert found.attempted > 0 and found.failed == 0


@pytest.mark.parametrize("name", MODULES, ids=lambda name: name.removeprefix("commonground.methods."))
def test_every_public_function_has_an_example(name: str) -> None:
    module = import_module(name)
    public = [
        value
        for key, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not key.startswith("_")
    ]
    assert public
    assert [f.__name__ for f in public if ">>>" not in (f.__doc__ or "")] == []
