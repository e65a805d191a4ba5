"""The packaged dictionaries, read once for all tests."""

from __future__ import annotations

import pytest

from metermap.core.findings import Findings
from metermap.protocols import Dictionaries, DlmsDictionary, SepDictionary, load_dictionaries


@pytest.fixture(scope="session")
def line_findings() -> Findings:
    return Findings()


@pytest.fixture(scope="session")
def dictionaries(line_findings: Findings) -> Dictionaries:
    return load_dictionaries(("gb",), line_findings)


@pytest.fixture(scope="session")
def dlms(dictionaries: Dictionaries) -> DlmsDictionary:
    return dictionaries.dlms


@pytest.fixture(scope="session")
def sep(dictionaries: Dictionaries) -> SepDictionary:
    return dictionaries.sep
