"""The statements of the Great Britain workspace, made once, and the bindings that read their messages."""

import pytest

from metermap.codegen.conformance.model import Conformance, TestCase
from metermap.conforming import conformance
from tests.conformance.bindings import Bindings
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def gb() -> Conformance:
    made = conformance(ROOT / "gb").made
    assert made is not None
    return made


@pytest.fixture(scope="session")
def cases(gb: Conformance) -> tuple[TestCase, ...]:
    return tuple(case for statement in gb.statements for case in statement.cases)


@pytest.fixture(scope="session")
def bindings(tmp_path_factory: pytest.TempPathFactory) -> Bindings:
    return Bindings(tmp_path_factory.mktemp("conforming"))
