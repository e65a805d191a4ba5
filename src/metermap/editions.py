"""The other editions that a workspace keeps alive: their models, and what only they have to be told of.

A finding is told once: of the edition that is worked on if that has it, else of the newest that has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from metermap.core.findings import Finding, Findings
from metermap.core.levels import levelled
from metermap.core.places import CellPlace

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue
    from metermap.core.workspace import EditionEntry
    from metermap.mappings.model import EditionModel
    from metermap.mappings.resolve_edition import OtherEdition
    from metermap.resolving import Resolved, Run

__all__ = ["resolve_editions"]


def resolve_editions(resolved: Resolved, run: Run) -> tuple[EditionModel, ...]:
    """Return the models of the other editions that the workspace declares, oldest first.

    What the edition that is worked on does not have is told in `run`, with the edition named. One of which the
    catalogue cannot be read is told of and left out.
    """
    if not resolved.workspace.editions:
        return ()
    with run.stage("editions"):
        told = {_known_by(finding) for finding in run.findings}
        made: list[EditionModel] = []
        for entry in reversed(resolved.workspace.editions):
            findings = Findings()
            model = _edition(resolved, entry, run.findings, findings)
            catalogue = model.model.catalogue if model else None
            fresh = tuple(_fresh(findings, entry, _former_names(resolved, catalogue), told))
            run.findings.extend(fresh)
            if model is not None:
                own = tuple(levelled(sorted(fresh, key=lambda finding: finding.sort_key), resolved.levels))
                made.append(replace(model, model=replace(model.model, findings=own)))
        editions = tuple(reversed(made))
        run.findings.extend(_used_again(resolved, editions, run))
    return editions


def _used_again(resolved: Resolved, editions: tuple[EditionModel, ...], run: Run) -> Iterator[Finding]:
    """Yield what an older edition had and names something else later; the list of what is reserved may have told it."""
    from metermap.mappings.reserved import reused  # noqa: PLC0415  (as below)

    told = {(finding.code, finding.subject) for finding in run.findings}
    found = reused(resolved.model, (), editions, resolved.workspace.present_name)
    yield from (finding for finding in found if (finding.code, finding.subject) not in told)


def _edition(resolved: Resolved, entry: EditionEntry, before: Findings, findings: Findings) -> EditionModel | None:
    from metermap.catalogue.in_edition import catalogue_in_edition  # noqa: PLC0415  (most workspaces have one edition)
    from metermap.mappings.model import EditionModel  # noqa: PLC0415
    from metermap.mappings.resolve_edition import resolve_edition  # noqa: PLC0415

    workspace, main = resolved.workspace.at(entry), resolved.resolution
    now = main.model.catalogue
    found = catalogue_in_edition(workspace, entry, now, findings)
    if found is None:
        return None
    catalogue = found.catalogue
    other = resolve_edition(workspace, main, catalogue, resolved.dictionaries, findings)
    said = {statement.element for statement in other.model.statements if statement.key in other.own}
    recorded = frozenset({*_others(now, catalogue), *said} - {""})
    # Items that are absent there or have another name contradict nothing that they do not contradict now.
    same_cells = not entry.workbooks and catalogue.errata == now.errata
    judged = (*(() if same_cells else _inconsistent(found.printed, (*before, *findings))), *other.judged)
    findings.extend(_about_the_recorded(judged, other, recorded) if entry.partial else judged)
    return EditionModel(
        name=entry.name,
        label=entry.label,
        date=entry.date,
        source=entry.source,
        partial=entry.partial,
        model=other.model,
        own=other.own if entry.partial else frozenset(),
        recorded=recorded if entry.partial else frozenset(),
        named=entry.named,
    )


def _others(now: Catalogue, then: Catalogue) -> Iterator[str]:
    """Yield the ids of elements that are others than they are now."""
    if then is not now:
        for element in then.elements:
            if now.element_by_id.get(element.id.value) != element:
                yield element.id.value


def _inconsistent(catalogue: Catalogue, told: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return what a catalogue contradicts itself in; cells of which a fault is told already are left alone."""
    from metermap.catalogue.consistency import check_consistency  # noqa: PLC0415  (as above)

    found = Findings(list(told))
    check_consistency(catalogue, found)
    return tuple(found)[len(told) :]


def _about_the_recorded(
    findings: Iterable[Finding], other: OtherEdition, recorded: frozenset[str]
) -> Iterator[Finding]:
    """Yield the findings about what is recorded of an edition: of the rest nobody has said that it was so."""
    from metermap.mappings.rules.base import subject_of  # noqa: PLC0415  (as above)

    model = other.model
    subjects = {subject_of(statement) for statement in model.statements if statement.key in other.own}
    elements = (model.catalogue.element_by_id.get(known) for known in recorded)
    cells = (correction.cell for correction in model.catalogue.errata)
    places = (*cells, *(element.place for element in elements if element))
    rows = {_row(place) for place in places if place}
    for finding in findings:
        files = {place.file for place in (finding.place, *finding.also) if place}
        own = finding.subject in subjects or not files.isdisjoint(other.files)
        if own or (isinstance(finding.place, CellPlace) and _row(finding.place) in rows):
            yield finding


def _row(place: CellPlace) -> tuple[str, str, int]:
    return place.file, place.sheet, place.row


def _former_names(resolved: Resolved, catalogue: Catalogue | None) -> dict[str, str]:
    """Return the names of items that were others in an edition, with those that the elements have now."""
    now = resolved.model.catalogue.element_by_id
    names: dict[str, str] = {}
    for element in catalogue.elements if catalogue else ():
        known = now.get(element.id.value)
        if known is not None and known.item.value != element.item.value:
            names[element.item.value] = known.item.value
    return names


def _known_by(finding: Finding) -> tuple[str, str, str]:
    """Return what two findings share that say the same, wherever they stand."""
    return finding.code, finding.subject, finding.message


def _fresh(
    findings: Iterable[Finding], entry: EditionEntry, names: dict[str, str], told: set[tuple[str, str, str]]
) -> Iterator[Finding]:
    """Yield the findings that nobody has told, the edition named; another name of an item makes no difference."""
    for finding in findings:
        message = finding.message
        for former, name in names.items():
            message = message.replace(former, name)
        key = finding.code, finding.subject, message
        if key not in told:
            told.add(key)
            yield replace(finding, edition=entry.name, message=f"in {entry.name}: {finding.message}")
