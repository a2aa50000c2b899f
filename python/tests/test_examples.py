"""Does what the documentation shows come out? Is everything that users meet documented?"""

import doctest
import importlib
import inspect
import pkgutil

import pytest

import framescope

MODULES = ["framescope", *(m.name for m in pkgutil.iter_modules(framescope.__path__, "framescope.") if m.name != "framescope._core")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_docstrings(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_everything_has_a_docstring_and_functions_an_example():
    for name in framescope.__all__:
        thing = getattr(framescope, name)
        if callable(thing):
            assert inspect.getdoc(thing), name
            if not isinstance(thing, type):
                assert ">>>" in inspect.getdoc(thing), name
            members = vars(thing).items() if isinstance(thing, type) else []
            bare = [n for n, m in members if not n.startswith("_") and (callable(m) or isinstance(m, property)) and not inspect.getdoc(m)]
            assert bare == [], name
