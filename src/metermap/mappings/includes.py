"""Files that mapping files include, and the names that each file sees: its own, and those of what it includes.

An include stays inside the workspace and takes names only, so a file read through it can neither say
where anything stands nor reach what the group does not keep.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path, PurePosixPath
from posixpath import normpath
from types import MappingProxyType
from typing import TypeVar

from metermap.core.findings import Code, Finding, Findings
from metermap.core.places import Place, TextPlace
from metermap.core.suggest import advice, closest
from metermap.mappings import codes
from metermap.mappings import syntax as s
from metermap.mappings.parser import parse_bytes

__all__ = ["Library", "Named", "mapping_and_included", "read_library"]

MAX_INCLUDED = 200

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Named:
    """A `let`, and the file that defines it."""

    let: s.Let
    file: str


@dataclass(slots=True)
class Library:
    """The files of a mapping, by name, and what each sees.

    `mappings` are the files that the workspace names, `files` these and those they include. `visible`
    are the names that hold in a file; `included` leads from a file to those that it includes, each with
    the place of its sentence. `used` are a file that uses a name, the file that defines it, and the name.
    `complete` is false if a limit kept files from being read.
    `silent` are files of which sentences are left out because of a fault that is told: whether they use a
    name, nobody knows.
    """

    mappings: tuple[str, ...] = ()
    files: dict[str, s.File] = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)
    visible: dict[str, dict[str, Named]] = field(default_factory=dict)
    included: dict[str, dict[str, s.At]] = field(default_factory=dict)
    used: set[tuple[str, str, str]] = field(default_factory=set)
    complete: bool = True
    silent: set[str] = field(default_factory=set)

    def below(self, name: str) -> Iterator[str]:
        """Yield a file and all that it includes, directly or through others."""
        seen, waiting = {name}, [name]
        while waiting:
            yield (here := waiting.pop())
            fresh = [other for other in self.included.get(here, ()) if other not in seen]
            seen.update(fresh)
            waiting.extend(fresh)

    def report_unused(self, findings: Findings) -> None:
        """Report the names that no file uses, and the includes of which a file uses nothing."""
        used = {(definer, let) for _, definer, let in self.used}
        self.silent |= {name for name, file in self.files.items() if file.unread.words}
        doubtful = {let for name in self.silent for let in self.visible.get(name, ())}
        for name, file in self.files.items():
            for let in _lets(file):
                if (name, let.name) not in used and let.name not in doubtful:
                    message = f"'{let.name}' is defined and never used"
                    findings.add(codes.UNUSED_LET.at(_place(name, let.at), message, subject=name))
        if self.complete:
            findings.extend(self._unused_includes())

    def _unused_includes(self) -> Iterator[Finding]:
        """Yield the includes of which neither the file nor one that includes it uses anything."""
        below = {name: frozenset(self.below(name)) for name in self.files}
        for name, others in self.included.items():
            doubted = any(name in below[silent] for silent in self.silent if silent in below)
            definers = {definer for user, definer, _ in self.used if name in below[user]}
            for other, at in others.items():
                if not doubted and not definers & below[other]:
                    message = f"{name} uses nothing of {other}"
                    yield codes.UNUSED_INCLUDE.at(_place(name, at), message, subject=name)


def read_library(
    root: Path,
    mappings: tuple[tuple[str, bytes], ...],
    findings: Findings,
    known: Mapping[str, s.File] = MappingProxyType({}),
) -> Library:
    """Read the mapping files of a workspace at `root` and all that they include, each file once.

    Of files in `known`, which were parsed before, no fault is told again.
    """
    library = Library(tuple(name for name, _ in mappings))
    reader = _Reader(root.resolve(), library, findings, known)
    for name, data in mappings:
        library.data[name] = data
        library.files[name] = _with_own_places(parse_bytes(name, data, findings))
    for name in library.mappings:
        reader.follow(name)
    return library


def mapping_and_included(root: Path, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the mapping files `names` of a workspace at `root` and all that they include, sorted.

    A file that cannot be read is named, for who opens it will tell; what it includes is not known.
    """
    readable = ((name, _bytes_of(root / name)) for name in names)
    files = tuple((name, data) for name, data in readable if data is not None)
    return tuple(sorted({*names, *read_library(root, files, Findings()).files}))


class _Reader:
    """Follows includes depth first, and gathers names on the way back."""

    def __init__(self, root: Path, library: Library, findings: Findings, known: Mapping[str, s.File]) -> None:
        self.known = known
        self.root = root
        self.library = library
        self.findings = findings
        self._own_name = {_resolved(root, name): name for name in library.mappings}

    def fault(
        self, code: Code, file: str, at: s.At, message: str, *, also: tuple[Place, ...] = (), help_: str = ""
    ) -> None:
        """Report a fault at a position of a file."""
        self.findings.add(code.at(_place(file, at), message, subject=file, also=also, help=help_))

    def follow(self, first: str) -> None:
        """Read what a file includes, and so on down; without recursion, for a chain may be long."""
        path: list[tuple[str, Iterator[s.Include]]] = []
        self._enter(first, path)
        while path:
            name, waiting = path[-1]
            include = next(waiting, None)
            if include is None:
                path.pop()
                self._gather(name)
                continue
            target = self._target(name, include)
            if target is None:
                continue
            here = [known for known, _ in path]
            if target in here:
                round_ = " includes ".join([*here[here.index(target) :], target])
                self.fault(codes.INCLUDE_CYCLE, name, include.at, round_)
                continue
            self.library.included[name][target] = include.at
            self._enter(target, path)

    def _enter(self, name: str, path: list[tuple[str, Iterator[s.Include]]]) -> None:
        if name in self.library.visible:
            return
        self.library.included.setdefault(name, {})
        includes = [sentence for sentence in self.library.files[name].sentences if isinstance(sentence, s.Include)]
        again = [path for path, count in Counter(include.path for include in includes).items() if count > 1]
        for text in again:
            at = [include.at for include in includes if include.path == text][1]
            self.fault(codes.INCLUDED_TWICE, name, at, f"{text} is included already")
        first = {include.path: include for include in reversed(includes)}
        path.append((name, (include for include in includes if first[include.path] is include)))

    def _target(self, name: str, include: s.Include) -> str | None:
        """Return the name of the file that an include means, read if it was not; None after a fault."""
        path = _inside(name, include.path)
        if path is None:
            message = f"{include.path!r:.80} leads out of the workspace"
            hint = "Give a path inside the workspace, from the folder of this file on: 'shared/templates.map'."
            self.fault(codes.INCLUDE_OUTSIDE, name, include.at, message, help_=hint)
            return None
        resolved = _resolved(self.root, path)
        if resolved is None:
            message = f"{include.path!r:.80} leads out of the workspace by a symbolic link"
            self.fault(codes.INCLUDE_OUTSIDE, name, include.at, message, help_="Put the file itself there.")
            return None
        target = self._own_name.setdefault(resolved, resolved)
        if target not in self.library.files and not self._read(target, name, include):
            return None
        return target if self._may_be_included(target, name, include) else None

    def _read(self, target: str, name: str, include: s.Include) -> bool:
        library = self.library
        if len(library.files) - len(library.mappings) >= MAX_INCLUDED:
            if library.complete:
                library.complete = False
                message = f"the mapping includes more than {MAX_INCLUDED} files; {include.path!r:.80} is not read"
                self.fault(codes.TOO_MANY_INCLUDES, name, include.at, message)
            return False
        data = _bytes_of(self.root / target)
        if data is None:
            known = [_seen_from(name, other) for other in library.files if other != name]
            message = f"there is no file {target!r:.80}"
            self.fault(codes.INCLUDE_NOT_FOUND, name, include.at, message, help_=advice(closest(include.path, known)))
            return False
        library.data[target] = data
        parsed = self.known.get(target)
        library.files[target] = parsed or _with_own_places(parse_bytes(target, data, self.findings))
        return True

    def _may_be_included(self, target: str, name: str, include: s.Include) -> bool:
        for sentence in self.library.files[target].sentences:
            if not isinstance(sentence, s.Syntax | s.Include | s.Let):
                at = sentence.subject.at if isinstance(sentence, s.Mapping) else sentence.at
                message = f"{target} says more than names, and is not included"
                self.fault(codes.NOT_FOR_INCLUDE, name, include.at, message, also=(_place(target, at),))
                return False
        return True

    def _gather(self, name: str) -> None:
        """Gather what a file sees; a name that means two things is a fault, and means the nearer one."""
        names: dict[str, Named] = {}
        for let in _lets(self.library.files[name]):
            if let.name in names:
                self._twice(name, let.at, Named(let, name), names[let.name])
            names[let.name] = Named(let, name)
        for target, at in self.library.included[name].items():
            for known, named in self.library.visible.get(target, {}).items():
                other = names.setdefault(known, named)
                if (other.file, other.let.at) != (named.file, named.let.at):
                    self._twice(name, at, named, other)
        self.library.visible[name] = names

    def _twice(self, file: str, at: s.At, named: Named, other: Named) -> None:
        self.library.used |= {(file, one.file, one.let.name) for one in (named, other)}
        message = f"'{named.let.name}' is defined twice"
        places = tuple(_place(one.file, one.let.at) for one in (other, named))
        also = tuple(place for place in places if place != _place(file, at))
        self.fault(codes.REPEATED_NAME, file, at, message, also=also)


def _lets(file: s.File) -> Iterator[s.Let]:
    return (sentence for sentence in file.sentences if isinstance(sentence, s.Let))


def _place(file: str, at: s.At) -> TextPlace:
    return TextPlace(at.file or file, at.line, at.column)


def _inside(name: str, path: str) -> str | None:
    """Return a path as seen from the workspace, or None if it is none inside it."""
    if not path or not path.isprintable() or re.search(r"\\|^[A-Za-z][\w+.-]*:|^[/~]", path):
        return None
    joined = normpath((PurePosixPath(name).parent / path).as_posix())
    return None if joined == ".." or joined.startswith("../") else joined


def _seen_from(name: str, other: str) -> str:
    folder = PurePosixPath(name).parent
    path = PurePosixPath(other)
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else other


def _resolved(root: Path, path: str) -> str | None:
    """Return the path of a file with its symbolic links followed, or None if they lead out of `root`."""
    try:
        resolved = (root / path).resolve()
    except (OSError, RuntimeError):  # a name too long for the system, a loop of links
        return path
    return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else None


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def _with_own_places(file: s.File) -> s.File:
    """Return a file whose names know in which file they stand, for others may use them."""
    sentences = (_stamped(part, file.name) if isinstance(part, s.Let) else part for part in file.sentences)
    return replace(file, sentences=tuple(sentences))


def _stamped(record: T, file: str) -> T:
    if isinstance(record, s.At):
        return replace(record, file=file)
    if isinstance(record, tuple):
        return tuple(_stamped(item, file) for item in record)  # type: ignore[return-value]  # as many, of the same types
    if is_dataclass(record) and not isinstance(record, type):
        parts = {part.name: _stamped(getattr(record, part.name), file) for part in fields(record)}
        return replace(record, **parts)
    return record
