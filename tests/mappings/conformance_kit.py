"""Runs the cases of the conformance kit: a folder each, see its README."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from metermap.catalogue.model import Catalogue
from metermap.core.findings import Finding, Findings
from metermap.core.places import FilePlace, TextPlace
from metermap.core.workspace import Workspace
from metermap.mappings import resolve_model
from metermap.mappings.model import Allowance, Statement
from metermap.protocols import Dictionaries

KIT = Path(__file__).parent / "conformance"
CASES = tuple(sorted(folder for folder in KIT.iterdir() if folder.is_dir()))
_OWN = ("expected.json", "case.json")

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


@dataclass(frozen=True)
class Setting:
    """What cases are resolved against."""

    workspace: Workspace
    catalogue: Catalogue
    dictionaries: Dictionaries


def texts_of(case: Path) -> dict[str, str]:
    """Return the mapping files that are kept as text, by path inside the case."""
    files = sorted(path for path in case.rglob("*") if path.is_file() and path.name not in _OWN)
    return {path.relative_to(case).as_posix(): path.read_text("utf-8") for path in files}


def expected_of(case: Path) -> Json:
    """Return what a case must come to."""
    loaded: Json = json.loads((case / "expected.json").read_text("utf-8"))
    return loaded


def outcome(case: Path, setting: Setting, folder: Path) -> Json:
    """Return what a case comes to when its files are laid out in `folder`, in the form of expected.json."""
    root = folder / "workspace"
    root.mkdir()
    _lay_out(case, root)
    findings = Findings()
    own = replace(setting.workspace, root=root, mappings=("*.map",), workbooks=(), errata="", expected="", editions=())
    model = resolve_model(own, setting.catalogue, setting.dictionaries, findings)
    own_findings = [finding for finding in findings.sorted() if finding.code[:3] in {"MM2", "MM3"}]
    return {
        "statements": [_statement(said) for said in model.statements] if model is not None else [],
        "findings": [_finding(finding) for finding in own_findings],
        "allows": [_allowance(allowance) for allowance in model.allows] if model is not None else [],
    }


def _lay_out(case: Path, root: Path) -> None:
    files = {name: text.encode() for name, text in texts_of(case).items()}
    if (case / "case.json").exists():
        made = json.loads((case / "case.json").read_text("utf-8"))
        files |= {name: bytes.fromhex(digits) for name, digits in made.get("hex", {}).items()}
        files |= dict(_repeated(made.get("made", {})))
        for name, target in made.get("links", {}).items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).symlink_to(target)
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


def _repeated(made: dict[str, tuple[str, int]]) -> Iterator[tuple[str, bytes]]:
    """Yield a file that repeats a text, or, where ``{n}`` is in its name, as many files."""
    for name, (text, times) in made.items():
        if "{n}" in name:
            yield from ((name.replace("{n}", str(n)), text.encode()) for n in range(times))
        else:
            yield name, "".join(text.replace("{n}", str(n)) for n in range(times)).encode()


def _statement(said: Statement) -> Json:
    whole: dict[str, Json] = {
        "row": said.row,
        "role": said.role.value,
        "device": said.device,
        "protocol": said.protocol,
        "route": said.route,
        "element": said.element,
        "item": "" if said.element else said.item,
        "address": str(said.address) if said.address is not None else "",
        "type": str(said.type) if said.type is not None else "",
        "value": said.value,
        "unit": said.unit,
        "conversion": said.conversion,
        "status": "" if said.status == "unreviewed" else said.status,
        "record": dict(said.record),
        "use_cases": list(said.use_cases),
        "roles": {case: list(roles) for case, roles in said.roles},
        "conditions": list(said.conditions),
        "coded": [list(pair) for pair in said.coded],
        "only": said.only,
        "becomes": said.becomes,
        "optional": said.optional,
        "because": list(said.because),
        "despite": list(said.despite),
        "since": said.since,
        "until": said.until,
        "allows": [code for allowance in said.allows for code in allowance.codes],
        "place": str(said.place),
    }
    return {name: value for name, value in whole.items() if value}


def _finding(finding: Finding) -> Json:
    match finding.place:
        case TextPlace() as place:
            return [finding.code, place.file, place.line, place.column]
        case FilePlace() as place:
            return [finding.code, place.file]
        case place:
            return [finding.code, str(place)]


def _allowance(allowance: Allowance) -> Json:
    ends = str(allowance.ends) if allowance.ends is not None else ""
    return [list(allowance.codes), str(allowance.begins), ends]
