"""The Great Britain workspace, resolved once, and what impact reads of its outputs, made once for all places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

import pytest

from metermap import impacting
from metermap.codegen import conformance
from metermap.resolving import Resolved, Run, resolve
from metermap.site import bound, names
from tests.conftest import ROOT

P = ParamSpec("P")
T = TypeVar("T")


def _once(read: Callable[P, T]) -> Callable[P, T]:
    known: list[T] = []

    def first(*args: P.args, **kwargs: P.kwargs) -> T:
        known[:] = known or [read(*args, **kwargs)]
        return known[0]

    return first


@contextmanager
def outputs_made_once() -> Iterator[None]:
    """Hand out what was made of the first workspace: only one may be asked about meanwhile."""
    made = (
        *((bound, "read_bindings"), (impacting, "standards_report")),
        (names, "site_map"),
        *((conformance, "build_conformance"), (conformance, "conformance_files")),
    )
    with pytest.MonkeyPatch.context() as patch:
        for module, name in made:
            patch.setattr(module, name, _once(getattr(module, name)))
        yield


@pytest.fixture(scope="module")
def gb() -> Iterator[Resolved]:
    resolved = resolve(ROOT / "gb", Run())
    assert isinstance(resolved, Resolved)
    with outputs_made_once():
        yield resolved
