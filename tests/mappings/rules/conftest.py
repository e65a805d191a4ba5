"""What is found in the example of a rule."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

from tests import example_runner

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue
    from metermap.core.rules import Example
    from metermap.core.workspace import Workspace
    from metermap.protocols import Dictionaries

CodesOf: TypeAlias = Callable[["Example"], set[str]]


@pytest.fixture
def codes_of(gb: tuple[Workspace, Catalogue, Dictionaries], tmp_path: Path) -> CodesOf:
    return partial(example_runner.codes_of, gb=gb, folder=tmp_path)
