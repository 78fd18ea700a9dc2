"""The scripts of ``examples/`` as modules, and the public data sets they are made for."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"


def example(folder: str, script: str = "classify") -> ModuleType:
    """A script of an example."""
    path = ROOT / "examples" / folder / f"{script}.py"
    found = importlib.util.spec_from_file_location(f"{folder}.{script}", path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def needs(path: str) -> pytest.MarkDecorator:
    """A test over a data set that stands beside the repository."""
    return pytest.mark.skipif(not (DATA / path).exists(), reason=f"{path} is not beside it")
