"""Mapping files in, resolved model out."""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from metermap import __version__
from metermap.core.collecting import no_collection
from metermap.core.places import FilePlace
from metermap.core.suggest import advice, closest
from metermap.mappings import codes
from metermap.mappings import syntax as s
from metermap.mappings.allowances import allowances_of
from metermap.mappings.elements import ElementIndex
from metermap.mappings.expand import leaves_of
from metermap.mappings.includes import Library, read_library
from metermap.mappings.lifespans import doubtful_lifespans, holding
from metermap.mappings.messages.unread import unread_elements
from metermap.mappings.model import Allowance, Coverage, Device, ResolvedModel, Source, State, Statement
from metermap.mappings.parts import Parts, findings_of_parts
from metermap.mappings.places import Reporter
from metermap.mappings.proofs import prove
from metermap.mappings.results import read_results
from metermap.mappings.rules import Subject, run_rules
from metermap.mappings.statements import Resolver

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue
    from metermap.core.findings import Finding, Findings
    from metermap.core.places import Place
    from metermap.core.workspace import Workspace
    from metermap.protocols import Dictionaries

__all__ = [
    "PROTOCOLS",
    "Resolution",
    "Sentences",
    "allows_in",
    "coverage_of",
    "devices_of",
    "digest_of",
    "resolve_mapping",
    "resolve_model",
    "said_in",
    "sources_of",
    "unique",
]

PROTOCOLS = ("dlms", "sep")


@dataclass(frozen=True, slots=True)
class Resolution:
    """The model of the edition that is worked on, and what those of other editions are made from.

    `said` is what the mapping files say of all editions; its keys may repeat. `attempted` are element, device and
    protocol of statements that could not be resolved. `files` are the mapping files as parsed, by name, and `data`
    their octets.
    """

    model: ResolvedModel
    said: tuple[Statement, ...]
    attempted: frozenset[tuple[str, str, str]]
    files: Mapping[str, s.File]
    data: Mapping[str, bytes]


def resolve_model(
    workspace: Workspace, catalogue: Catalogue, dictionaries: Dictionaries, findings: Findings
) -> ResolvedModel | None:
    """Read, resolve and check the mapping files of a workspace.

    Faults go to `findings`; the model holds what could be resolved. None when there is no
    mapping file to read.
    """
    resolution = resolve_mapping(workspace, catalogue, dictionaries, findings)
    return resolution.model if resolution else None


def resolve_mapping(
    workspace: Workspace, catalogue: Catalogue, dictionaries: Dictionaries, findings: Findings
) -> Resolution | None:
    """Return what `resolve_model` does, with what the models of other editions are made from."""
    files = _mapping_files(workspace, findings)
    if not files:
        return None
    devices = devices_of(workspace)
    with no_collection():
        library = read_library(workspace.root, files, findings)
        sentences = said_in(library, workspace, catalogue, dictionaries, findings)
        statements = tuple(unique(sentences.holding))
        attempted = frozenset(unread_elements(library.files.values(), catalogue, devices, PROTOCOLS))
        attempted |= sentences.attempted
        proofs = prove(catalogue, dictionaries, statements)
        by_key = {proof.key: proof for proof in proofs}
        subject = Subject(catalogue, devices, statements, dictionaries, attempted, by_key)
        findings.extend(run_rules(subject))
    sources = sources_of(workspace, library.data)
    model = ResolvedModel(
        name=workspace.name,
        title=workspace.title,
        edition=workspace.edition,
        catalogue=catalogue,
        devices=devices,
        statements=statements,
        coverage=(),
        findings=(),
        sources=sources,
        digest=digest_of(sources),
        proofs=proofs,
        allows=allows_in(library),
    )
    results = read_results(workspace, model, findings)
    model = replace(model, coverage=coverage_of(model), results=results, findings=findings.sorted())
    return Resolution(model, sentences.statements, attempted, library.files, library.data)


@dataclass(frozen=True, slots=True)
class Sentences:
    """What mapping files say: of all editions, and of the edition of their workspace. Keys may repeat."""

    statements: tuple[Statement, ...]
    holding: tuple[Statement, ...]
    attempted: frozenset[tuple[str, str, str]]


def said_in(
    library: Library, workspace: Workspace, catalogue: Catalogue, dictionaries: Dictionaries, findings: Findings
) -> Sentences:
    """Return what the files of a library say about a catalogue; faults of theirs go to `findings`."""
    devices, ladder = devices_of(workspace), workspace.ladder
    resolvers = list(_resolvers(workspace, library, catalogue, dictionaries, devices=devices, findings=findings))
    statements = tuple(_statements(resolvers, library, findings))
    held = tuple(holding(statements, ladder, workspace.edition))
    library.report_unused(findings)
    findings.extend(doubtful_lifespans(statements, ladder))
    elsewhere = {statement.place for statement in statements}.difference(statement.place for statement in held)
    findings.extend(_of_parts(resolvers, catalogue, elsewhere))
    attempted = frozenset[tuple[str, str, str]]().union(*(resolver.attempted for _, resolver in resolvers))
    return Sentences(statements, held, attempted)


def allows_in(library: Library) -> tuple[Allowance, ...]:
    """Return all that mapping files allow, in their order."""
    return tuple(allow for file in library.files.values() for allow in allowances_of(file).values())


def _mapping_files(workspace: Workspace, findings: Findings) -> tuple[tuple[str, bytes], ...]:
    names = workspace.mapping_files()
    found = {path for pattern in workspace.mappings for path in workspace.root.glob(pattern)}
    for name in sorted(path.relative_to(workspace.root).as_posix() for path in found):
        if name not in names:
            message = f"{name} is no file of the workspace and is not read"
            advice = "Put the file itself there: a link that leads out of the workspace is not followed."
            findings.add(codes.OUTSIDE.at(FilePlace(name), message, subject=name, help=advice))
    if not names:
        message = f"no file matches {', '.join(workspace.mappings)}"
        findings.add(
            codes.NO_MAPPING_FILES.at(FilePlace("metermap.toml"), message, expected="one mapping file or more")
        )
    return tuple((name, (workspace.root / name).read_bytes()) for name in names)


def devices_of(workspace: Workspace) -> tuple[Device, ...]:
    """Return the devices of a workspace as the model has them."""
    return tuple(
        Device(
            entry.id,
            entry.title,
            entry.carrier,
            tuple(dict(entry.protocols).items()),
            tuple(dict(entry.silent).items()),
            tuple((name, editions) for name in entry.protocols if (editions := workspace.editions_for(entry, name))),
            entry.variants,
        )
        for entry in workspace.devices
    )


def _check_uses(file: s.File, workspace: Workspace, report: Reporter) -> None:
    """Hold what a file says it uses against what the workspace has."""
    for use in (sentence for sentence in file.sentences if isinstance(sentence, s.Use)):
        editions, names = _usable(use.what, workspace)
        for wanted, known in ((use.editions, editions), (use.names, names)):
            for name in set(wanted) - known:
                message = f"the workspace has no '{name}' for {use.what}"
                hint = advice(closest(name, sorted(known)))
                hint = f"{hint} metermap.toml names workbooks, dictionaries and overlays.".strip()
                report(codes.UNKNOWN_USE, use.at, message, expected=" or ".join(sorted(known)), help=hint)


def _usable(what: str, workspace: Workspace) -> tuple[set[str], set[str]]:
    """Return the editions and the names that `use WHAT` may give."""
    if what == "catalogue":
        stems = {book.file.rpartition("/")[2].partition(".")[0] for book in workspace.workbooks}
        return {book.edition for book in workspace.workbooks}, stems
    choice = workspace.dictionaries.get(what)
    speaking = (device for device in workspace.devices if what in device.protocols)
    editions = {edition for device in speaking for edition in workspace.editions_for(device, what)}
    return editions | set(choice.editions if choice else ()), set(choice.overlays) if choice else set()


def _resolvers(
    workspace: Workspace,
    library: Library,
    catalogue: Catalogue,
    dictionaries: Dictionaries,
    *,
    devices: tuple[Device, ...],
    findings: Findings,
) -> Iterator[tuple[s.File, Resolver]]:
    """Yield each mapping file as read, with the resolver of its sentences."""
    index = ElementIndex(catalogue)
    known = {device.id: device for device in devices}
    for name in library.mappings:
        report = Reporter(name, findings)
        file = library.files[name]
        _check_uses(file, workspace, report)
        allowances: dict[s.Allow, Allowance] = {}
        for other in library.below(name):
            allowances.update(allowances_of(library.files[other]))
        yield file, Resolver(index, dictionaries, known, report, allowances)


def _statements(resolvers: list[tuple[s.File, Resolver]], library: Library, findings: Findings) -> Iterator[Statement]:
    for file, resolver in resolvers:
        for leaf in leaves_of(file, library, findings, PROTOCOLS):
            yield from resolver.statements(leaf)
    for name in (name for name in library.visible if name not in library.mappings):
        deque(leaves_of(library.files[name], library, findings, PROTOCOLS), maxlen=0)  # it has faults only


def _of_parts(
    resolvers: list[tuple[s.File, Resolver]], catalogue: Catalogue, elsewhere: Collection[Place]
) -> Iterator[Finding]:
    """Yield what the files together leave out of elements with an index; what holds in other editions says nothing."""
    parts: Parts = {}
    for _, resolver in resolvers:
        for key, said in resolver.parts.items():
            if here := [part for part in said if part.place not in elsewhere]:
                parts.setdefault(key, []).extend(here)
    yield from findings_of_parts(parts, catalogue.element_by_id)


def unique(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield the statements with unique keys: the second of a name gets ``~2``."""
    seen: Counter[str] = Counter()
    for statement in statements:
        seen[statement.key] += 1
        count = seen[statement.key]
        yield statement if count == 1 else replace(statement, key=f"{statement.key}~{count}")


def coverage_of(model: ResolvedModel) -> tuple[Coverage, ...]:
    """Return how much of each device's elements each protocol carries."""
    counts = Counter((device, protocol, state) for (_, device, protocol), state in model.states.items())
    made = []
    for device in model.devices:
        for protocol, _ in (*device.protocols, *device.silent):
            of = {state: counts[device.id, protocol, state] for state in State}
            made.append(
                Coverage(
                    device.id,
                    protocol,
                    sum(of.values()),
                    of[State.MAPPED],
                    of[State.UNADDRESSED],
                    of[State.PLANNED],
                    of[State.NO_HOME],
                    of[State.NOT_APPLICABLE],
                    of[State.PROPOSED],
                    of[State.UNDECIDED],
                )
            )
    return tuple(made)


def sources_of(workspace: Workspace, files: Mapping[str, bytes]) -> tuple[Source, ...]:
    """Return the files that a model is made from, sorted; `files` are the mapping files."""
    named = dict(files)
    other = workspace.other.errata if workspace.other else ""
    own = (workspace.errata, workspace.expected, workspace.standards.register, workspace.reserved, other)
    results = workspace.files_of(*workspace.results)
    others = ("metermap.toml", *own, *results, *(book.file for book in workspace.workbooks))
    for name in filter(None, others):
        path = workspace.root / name
        if path.is_file():
            named[name] = path.read_bytes()
    return tuple(Source(name, hashlib.sha256(data).hexdigest()) for name, data in sorted(named.items()))


def digest_of(sources: tuple[Source, ...], *, other: str = "") -> str:
    """Return the digest of a model made from these files by this version; `other` is the edition if it is another."""
    text = "\n".join(
        [__version__, *((other,) if other else ()), *(f"{source.path} {source.digest}" for source in sources)]
    )
    return hashlib.sha256(text.encode()).hexdigest()
