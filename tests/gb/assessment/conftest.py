"""The assessment's subject, made once in a test run."""

from __future__ import annotations

import pytest

from tests.gb.assessment.page import Subject, subject


@pytest.fixture(scope="session")
def assessed() -> Subject:
    return subject()
