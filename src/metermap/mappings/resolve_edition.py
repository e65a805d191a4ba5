"""The resolved model of another edition, made from that of the edition that is worked on.

Nothing is done twice: shared mapping files are neither read nor resolved again, and a proof is made again only where
something that it rests on is another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from metermap.core import edition_codes
from metermap.core.addresses import DlmsAddress, SepAddress
from metermap.core.collecting import no_collection
from metermap.core.findings import Finding, Findings
from metermap.core.places import FilePlace
from metermap.mappings import codes
from metermap.mappings.includes import Library, read_library
from metermap.mappings.lifespans import holding
from metermap.mappings.messages.unread import unread_elements
from metermap.mappings.model import ResolvedModel, Role, Statement
from metermap.mappings.proofs.prove import Prover
from metermap.mappings.resolve import (
    PROTOCOLS,
    Resolution,
    Sentences,
    allows_in,
    coverage_of,
    devices_of,
    digest_of,
    said_in,
    sources_of,
    unique,
)
from metermap.mappings.rules import Subject, run_rules
from metermap.mappings.superseding import carried_over, superseded

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue
    from metermap.core.workspace import EditionEntry, Workspace
    from metermap.mappings.proofs import Proof
    from metermap.protocols import Dictionaries

__all__ = ["OtherEdition", "resolve_edition"]


@dataclass(frozen=True, slots=True)
class OtherEdition:
    """The model of another edition, and the keys of the statements that are said of it and not merely taken over.

    `files` are the mapping files that only it has, with those that they include. `judged` is what the rules find in the
    whole model.
    """

    model: ResolvedModel
    own: frozenset[str]
    files: frozenset[str]
    judged: tuple[Finding, ...]


def resolve_edition(
    workspace: Workspace,
    main: Resolution,
    catalogue: Catalogue,
    dictionaries: Dictionaries,
    findings: Findings,
) -> OtherEdition:
    """Return the model of the edition that `workspace` was made of, see `Workspace.at`.

    `main` is that of the edition that is worked on, `catalogue` is this edition's. Faults of its own files go to
    `findings`.
    """
    with no_collection():
        library = read_library(workspace.root, _own_files(workspace, findings), findings, main.files)
        told = Findings()
        own = said_in(library, workspace, catalogue, dictionaries, told)
        findings.extend(finding for finding in told if not _of_shared_names(finding, main))
        held = tuple(unique(holding(main.said, workspace.ladder, workspace.edition)))
        present = partial(workspace.present_name, edition=workspace.edition)
        carried = tuple(carried_over(held, main.model.catalogue, catalogue, present))
        statements = tuple(unique(superseded(carried, own.holding)))
        proofs = tuple(_proofs(main.model, catalogue, dictionaries, statements))
        by_key = {proof.key: proof for proof in proofs}
        devices = devices_of(workspace)
        unread = unread_elements(library.files.values(), catalogue, devices, PROTOCOLS)
        attempted = own.attempted.union(main.attempted, unread)
        asked = _needed_cases(catalogue, held, (*carried, *own.holding))
        subject = Subject(asked, devices, statements, dictionaries, attempted, by_key)
        judged = tuple(run_rules(subject))
    model = replace(_model(workspace, main, catalogue, library), statements=statements, proofs=proofs)
    model = replace(model, coverage=coverage_of(model))
    return OtherEdition(model, frozenset(_own_keys(statements, own)), frozenset(library.files), judged)


def _own_files(workspace: Workspace, findings: Findings) -> tuple[tuple[str, bytes], ...]:
    """Return the mapping files that only this edition has; one that all have is a finding."""
    entry = workspace.other
    if entry is None:
        message = "the workspace is that of the edition that is worked on; give one that Workspace.at has made"
        raise ValueError(message)
    shared = set(workspace.mapping_files())
    names = workspace.files_of(*entry.mappings)
    for name in (name for name in names if name in shared):
        message = f"{name} is for edition {entry.name}, and the patterns of mappings find it as well"
        findings.add(edition_codes.SHARED_AND_OWN.at(FilePlace(name), message, subject=name))
    findings.extend(_empty_patterns(workspace, entry))
    return tuple((name, (workspace.root / name).read_bytes()) for name in names if name not in shared)


def _of_shared_names(finding: Finding, main: Resolution) -> bool:
    """Return whether it says that nobody uses a name of a shared file: others may."""
    return finding.code in {codes.UNUSED_LET.id, codes.UNUSED_INCLUDE.id} and finding.subject in main.files


def _empty_patterns(workspace: Workspace, entry: EditionEntry) -> Iterator[Finding]:
    for pattern in entry.mappings:
        if not workspace.files_of(pattern):
            message = f"no file matches {pattern!r:.80}, the mapping of edition {entry.name}"
            yield codes.NO_MAPPING_FILES.at(entry.place, message, expected="one mapping file or more")


def _needed_cases(catalogue: Catalogue, held: Iterable[Statement], said: Iterable[Statement]) -> Catalogue:
    """Return the catalogue without the use cases that shared files name for absent elements alone."""
    idle = _cases(held) - _cases(said)
    if not idle:
        return catalogue
    return replace(catalogue, use_cases=tuple(case for case in catalogue.use_cases if case.code.value not in idle))


def _cases(statements: Iterable[Statement]) -> set[str]:
    return {case for statement in statements for case in statement.use_cases}


def _own_keys(statements: Iterable[Statement], own: Sentences) -> Iterator[str]:
    """Yield the keys of what the edition's own files say, and of what names the editions in which it holds."""
    places = {statement.place for statement in own.holding}
    for statement in statements:
        if statement.place in places or statement.since or statement.until:
            yield statement.key


def _proofs(
    main: ResolvedModel, catalogue: Catalogue, dictionaries: Dictionaries, statements: tuple[Statement, ...]
) -> Iterator[Proof]:
    """Yield the proofs of statements that carry an element; those are kept that rest on the same as before."""
    before = {statement.key: statement for statement in main.statements}
    prover = Prover(catalogue, dictionaries, statements)
    touched = _homes(statement for statement in statements if before.get(statement.key) != statement)
    kept = {statement.key for statement in statements}
    touched |= _homes(statement for statement in main.statements if statement.key not in kept)
    for statement in (statement for statement in statements if statement.role is Role.ELEMENT):
        known = main.proof_by_key.get(statement.key)
        element = catalogue.element_by_id[statement.element]
        same = (
            element == main.catalogue.element_by_id.get(statement.element) and catalogue.items is main.catalogue.items
        )
        yield known if known and same and not _homes((statement,)) & touched else prover.proof(statement)


def _homes(statements: Iterable[Statement]) -> set[object]:
    """Return the objects and clusters of statements: a scale may stand beside the value that it is for."""
    homes: set[object] = set()
    for statement in statements:
        match statement.address:
            case DlmsAddress() as address:
                homes.add(address.object)
            case SepAddress() as address:
                homes.add(address.cluster_id)
            case _:
                homes.add(statement.key)
    return homes


def _model(workspace: Workspace, main: Resolution, catalogue: Catalogue, library: Library) -> ResolvedModel:
    """Return the model but for its statements. Laboratories test against the edition that is worked on."""
    sources = sources_of(workspace, {**main.data, **library.data})
    return replace(
        main.model,
        edition=workspace.edition,
        catalogue=catalogue,
        devices=devices_of(workspace),
        sources=sources,
        digest=digest_of(sources, other=workspace.edition),
        allows=(*main.model.allows, *allows_in(library)),
        results=(),
    )
