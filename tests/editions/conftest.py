"""A small workspace with two elements of a gas meter, of which each test declares the other editions that it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from metermap.core.exits import Exit
from metermap.core.findings import Finding
from metermap.core.rules import SMALL_ELEMENTS, small_workspace
from metermap.editions import resolve_editions
from metermap.mappings.model import EditionModel, ResolvedModel
from metermap.resolving import Run, resolve

ELEMENTS = (
    SMALL_ELEMENTS
    + "ConsumptionRegister.value,22,SMETS 4.6.4.4,ConsumptionRegister,value,Operational data,INTEGER,,Supplier,,GSME\n"
)
HEADER = "syntax 1.\non GSME over sep, tunnelled.\n"
CALORIFIC = "CalorificValue is Price { CalorificValue @0x0304: value #21 as uint32 }.\n"
CONSUMPTION = "ConsumptionRegister is Metering { CurrentSummationDelivered @0x0000: value #22 as uint48 }.\n"
MAPPING = HEADER + CALORIFIC + CONSUMPTION

Files = Mapping[str, str]
Made = Callable[..., Path]


@dataclass(frozen=True)
class Found:
    """The model of the edition that is worked on, the others, oldest first, and all findings."""

    main: ResolvedModel
    others: tuple[EditionModel, ...]
    findings: tuple[Finding, ...]

    def codes(self, edition: str) -> list[str]:
        return sorted(finding.code for finding in self.findings if finding.edition == edition)


def edition(name: str = "Small 1.0", *lines: str, tables: str = "") -> str:
    return "\n".join(("[[editions]]", f'name = "{name}"', *lines, tables, ""))


@pytest.fixture
def workspace(tmp_path: Path) -> Made:
    """Make a workspace of the tables of its editions and of files beside those that it has."""

    def make(tables: str = "", files: Files | None = None, top: str = "") -> Path:
        toml = small_workspace(tables, top=f'edition = "Small 2.0"\n{top}')
        texts = {"metermap.toml": toml, "elements.csv": ELEMENTS, "mappings/meter.map": MAPPING, **(files or {})}
        for name, text in texts.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return make


def found_in(root: Path) -> Found:
    run = Run()
    resolved = resolve(root, run)
    assert not isinstance(resolved, Exit), list(run.findings)
    others = resolve_editions(resolved, run)
    return Found(resolved.model, others, run.findings.sorted())
