"""What the checks of both dictionaries share: how a doubt becomes a finding, and what stands twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from metermap.core.findings import Code, Findings
from metermap.core.places import FilePlace

__all__ = ["doubt", "repeated"]

_Entry = TypeVar("_Entry")


def doubt(findings: Findings, code: Code, subject: str, what: str) -> None:
    """Collect what is doubtful about an entry; `subject` names it by its place in the dictionary."""
    findings.add(code.at(FilePlace("dictionary", subject), f"{subject}: {what}", subject=subject))


def repeated(entries: Iterable[_Entry], key: Callable[[_Entry], str]) -> Iterator[str]:
    """Yield each key that an earlier entry has too."""
    seen: set[str] = set()
    for entry in entries:
        name = key(entry)
        if name in seen:
            yield name
        seen.add(name)
