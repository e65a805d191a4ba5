"""``metermap impact``: from a place of a workspace to what a change there touches, in the model and in the outputs.

Stages are imported when they run: asking for help must not load a spreadsheet reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.core.exits import Exit
from metermap.core.findings import Finding
from metermap.resolving import Resolved, Run, resolve, standards_report

if TYPE_CHECKING:
    from metermap.codegen.base import GeneratorInput
    from metermap.codegen.bindings.scan import EntryFacts
    from metermap.codegen.conformance.model import TestCase
    from metermap.codegen.impact import Impact, Origin, Outputs, Touched
    from metermap.mappings.model import EditionModel, ResolvedModel
    from metermap.site.names import SiteMap

__all__ = ["Asked", "impact", "impact_of", "symbols_of"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a change at a place touches.

    `impact` is None if there is no such place, and `message` says so, or if the workspace could not be resolved, and
    `findings` say why.
    """

    impact: Impact | None
    message: str
    findings: tuple[Finding, ...]
    exit: Exit


def impact(path: Path, place: str) -> Asked:
    """Return what a change at a place of the workspace at `path` touches. Writes nothing.

    `place` is a cell or a line as messages print it, a key of ``metermap.toml`` or of an erratum, or the name of an
    element, a row, an item, a use case, an object, a cluster or its member.
    """
    run = Run()
    resolved = resolve(path, run)
    if isinstance(resolved, Exit):
        return Asked(None, "", run.findings.sorted(), resolved)
    from metermap.origins import NoPlaceError, origin_of  # noqa: PLC0415  (asking for help must stay fast)

    try:
        origin = origin_of(resolved, place)
    except NoPlaceError as error:
        return Asked(None, str(error), (), Exit.FINDINGS)
    return Asked(impact_of(resolved, run, origin), "", (), Exit.FINE)


def impact_of(resolved: Resolved, run: Run, origin: Origin) -> Impact:
    """Return what depends on what stands at a place."""
    from metermap.codegen.impact import Impact, Outputs, Reach, touched_by, touched_in  # noqa: PLC0415  (as above)
    from metermap.codegen.impact.files import ALWAYS, COUNTED, SHOWN  # noqa: PLC0415

    edition = origin.edition
    model = edition.model if edition else resolved.model
    touched = touched_in(edition, resolved.model, origin.direct) if edition else touched_by(model, origin.direct)
    proofs = tuple(proof for each in touched.statements if (proof := model.proof_by_key.get(each.key)))
    findings = tuple(_findings(model, origin, touched))
    match origin.reach:
        case Reach.RECORDS if edition:
            outputs = _outputs_of_edition(resolved, run, origin, touched, edition)
        case Reach.RECORDS:
            outputs = _outputs(resolved, run, origin, touched)
        case Reach.FINDINGS:
            outputs = Outputs(named=SHOWN, counted=COUNTED, always=ALWAYS)
        case _:
            outputs = Outputs(always=ALWAYS)
    return Impact(origin, touched, proofs, findings, outputs)


def _findings(model: ResolvedModel, origin: Origin, touched: Touched) -> list[Finding]:
    """Return the findings at the place, and those about what is touched."""
    from metermap.mappings.rules.base import subject_of  # noqa: PLC0415  (as above)

    subjects = {subject_of(statement) for statement in touched.statements}
    subjects |= {text for element in touched.elements for text in (element.id.value, element.name)}
    subjects |= {fact.key for fact in touched.facts} | {case.code.value for case in touched.use_cases}
    return [
        finding
        for finding in model.findings
        if finding.subject in subjects or origin.asked in map(str, (finding.place, *finding.also))
    ]


def _outputs(resolved: Resolved, run: Run, origin: Origin, touched: Touched) -> Outputs:
    from metermap.codegen.base import GeneratorInput  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.codegen.impact import Outputs, compared_with, told_with  # noqa: PLC0415
    from metermap.codegen.impact.files import ALWAYS, COUNTED, named_patterns, table_counts  # noqa: PLC0415
    from metermap.site.names import site_map  # noqa: PLC0415

    model, workspace = resolved.model, resolved.workspace
    standards = standards_report(resolved, run)
    given = GeneratorInput(model, workspace.package, {}, resolved.dictionaries, standards=standards)
    keys = {statement.key for statement in touched.statements}
    symbols, bindings = _bindings(given, keys)
    cases, statements = _conformance(given, touched, workspace.build.get("conformance", {}))
    where = site_map(model, {finding.code for finding in model.findings})
    pages = _pages(where, touched)
    beside = _pages(where, told_with(model, touched))
    named = named_patterns(origin)
    beside += _pages(where, compared_with(model, origin.cell)) if origin.cell else ()
    return Outputs(
        pages=pages,
        symbols=symbols,
        cases=tuple(case.id for case in cases),
        vectors=tuple(sorted({name for case in cases for name in case.vectors})),
        rows=table_counts(touched),
        files=("model/model.json", "model/model.sssom.tsv", *statements, *bindings),
        named=named,
        counted=(*COUNTED, *_editions(resolved), *_not_told(beside, (*pages, *named, *COUNTED))),
        always=ALWAYS,
    )


def _not_told(paths: Iterable[str], patterns: tuple[str, ...]) -> Iterator[str]:
    """Yield the paths, sorted and each once, that no pattern tells already."""
    yield from (path for path in sorted(set(paths)) if not any(fnmatchcase(path, pattern) for pattern in patterns))


def _outputs_of_edition(
    resolved: Resolved, run: Run, origin: Origin, touched: Touched, edition: EditionModel
) -> Outputs:
    """Return the outputs that say what is touched of another edition; those of the newest one stay as they are."""
    from metermap.codegen.base import GeneratorInput  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.codegen.impact import Outputs, items_in  # noqa: PLC0415
    from metermap.codegen.impact.files import ALWAYS, counted_of_edition, named_of_edition  # noqa: PLC0415
    from metermap.editions import resolve_editions  # noqa: PLC0415
    from metermap.site.bound_editions import edition_names  # noqa: PLC0415
    from metermap.site.names import site_map  # noqa: PLC0415

    editions = resolve_editions(resolved, run)
    given = GeneratorInput(resolved.model, resolved.workspace.package, {}, resolved.dictionaries, editions=editions)
    bound = edition_names(given, edition.label, {statement.key for statement in touched.statements})
    where, present = site_map(resolved.model), _present_names(resolved, edition)
    pages = {page for item in items_in(touched) if (page := where.item(present(item)))}
    return Outputs(
        pages=("site/editions.html", *sorted(f"site/{page}" for page in pages)),
        symbols=bound.symbols,
        files=("model/model.json", "model/editions.json", f"model/editions/{edition.label}.json", *bound.files),
        named=named_of_edition(origin),
        counted=(*counted_of_edition(), *_editions(resolved)),
        always=ALWAYS,
    )


def _present_names(resolved: Resolved, edition: EditionModel) -> Callable[[str], str]:
    """Return what makes the present name of an item of the name that it has in an edition."""
    named = {
        then: now
        for each in resolved.workspace.editions
        if each.label == edition.label
        for now, then in each.named.items()
    }
    return lambda name: named.get(name) or resolved.workspace.site.present_name(name)


def _editions(resolved: Resolved) -> Iterator[str]:
    """Yield patterns of the C files of other editions: they hold what differs from the one that is worked on."""
    for entry in resolved.workspace.editions:
        yield f"c/*_{''.join(filter(str.isalnum, entry.label)).lower()}*"


def _conformance(
    given: GeneratorInput, touched: Touched, options: Mapping[str, str]
) -> tuple[tuple[TestCase, ...], tuple[str, ...]]:
    """Return the test cases of what is touched, and the files that a build writes about its devices."""
    from metermap.codegen.conformance import build_conformance, conformance_files  # noqa: PLC0415  (as above)
    from metermap.codegen.impact.files import device_folders  # noqa: PLC0415

    folders = device_folders(given.model, touched)
    if not folders:
        return (), ()
    keys = {statement.key for statement in touched.statements}
    made = build_conformance(given)
    cases = tuple(case for each in made.statements for case in each.cases if case.statement in keys)
    forms = ("md", "csv", "xlsx") if options.get("workbooks") == "include" else ("md", "csv")
    files = conformance_files(made, forms)
    return cases, tuple(f"conformance/{name}" for name in files if name.startswith(folders))


def _bindings(given: GeneratorInput, keys: set[str]) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Return the names of statements in the bindings, by language, and the files that have them."""
    from metermap.site.bound import read_bindings  # noqa: PLC0415  (asking for help must stay fast)

    named = [name for key, name in read_bindings(given).names.items() if key in keys]
    files = {f"python/{name.package}/{name.module}.py" for name in named}
    files |= {f"c/{name.header}" for name in named} | {f"c/{name.header.removesuffix('.h')}.c" for name in named}
    symbols = {
        "python": tuple(f"{name.package}.{name.module}.{name.constant}" for name in named),
        "c": tuple(name.item for name in named),
    }
    return {language: found for language, found in symbols.items() if found}, tuple(sorted(files))


def symbols_of(resolved: Resolved) -> Mapping[str, EntryFacts]:
    """Return what the bindings say of each statement, by its name in Python with package and module."""
    from metermap.codegen.base import GeneratorInput  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.site.bound import read_bindings  # noqa: PLC0415

    bound = read_bindings(GeneratorInput(resolved.model, resolved.workspace.package, {}, resolved.dictionaries))
    return {f"{name.package}.{name.module}.{name.constant}": bound.entries[key] for key, name in bound.names.items()}


def _pages(where: SiteMap, touched: Touched) -> tuple[str, ...]:
    from metermap.site.dependence import pages_of  # noqa: PLC0415  (asking for help must stay fast)

    return tuple(f"site/{page}" for page in pages_of(where, touched))
