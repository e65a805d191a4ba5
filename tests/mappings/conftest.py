"""Real catalogue and dictionaries under mapping texts of the test's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import pytest

from metermap.catalogue.model import Catalogue
from metermap.catalogue.reader import read_catalogue
from metermap.core.findings import Finding, Findings
from metermap.core.workspace import Workspace, load_workspace
from metermap.mappings import resolve_model
from metermap.mappings.model import Statement
from metermap.mappings.rules import cardinality, conflict, parity, review, route, staging, structure, use_case
from metermap.protocols import Dictionaries, load_dictionaries

GB = Path(__file__).parents[2] / "gb"


@dataclass(frozen=True)
class Outcome:
    """What a mapping text came to; what it does not say of the rest of the catalogue left out."""

    statements: tuple[Statement, ...]
    findings: tuple[Finding, ...]

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]

    @property
    def said(self) -> list[str]:
        """Each statement as one line: row, device, element or item, address, constant."""
        return [
            " ".join(
                part
                for part in (
                    f"#{statement.row}",
                    statement.device,
                    statement.element or f"({statement.item})",
                    str(statement.address),
                    f"= {statement.value}" if statement.value else "",
                )
                if part
            )
            for statement in self.statements
        ]


# What a text leaves out is not what its test is about; the rules on a mapping as a whole have tests of their own.
_OF_THE_WHOLE = frozenset(
    rule.code.id
    for module in (cardinality, conflict, parity, review, route, staging, structure, use_case)
    for rule in module.RULES
)


class Resolve(Protocol):
    """Resolves a mapping text against the catalogue; undecided elements are left out unless asked for."""

    def __call__(self, text: str, *, undecided: bool = False) -> Outcome: ...


@pytest.fixture(scope="session")
def gb() -> tuple[Workspace, Catalogue, Dictionaries]:
    findings = Findings()
    workspace = load_workspace(GB, findings)
    assert workspace is not None
    catalogue = read_catalogue(workspace, findings)
    assert catalogue is not None
    return workspace, catalogue, load_dictionaries()


@pytest.fixture
def resolve(gb: tuple[Workspace, Catalogue, Dictionaries], tmp_path: Path) -> Resolve:
    workspace, catalogue, dictionaries = gb

    def resolved(text: str, *, undecided: bool = False) -> Outcome:
        (tmp_path / "test.map").write_text(text, encoding="utf-8")
        findings = Findings()
        own = replace(workspace, root=tmp_path, mappings=("*.map",), workbooks=(), errata="", expected="", editions=())
        model = resolve_model(own, catalogue, dictionaries, findings)
        assert model is not None
        hidden = set() if undecided else {"MM501", "MM331"}
        hidden |= _OF_THE_WHOLE
        others = tuple(finding for finding in findings.sorted() if finding.code not in hidden)
        return Outcome(model.statements, others)

    return resolved
