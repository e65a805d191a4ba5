"""TOML files that people write: read, checked against a pydantic model, every fault with its line."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar, get_args, get_origin

from metermap.core.findings import Code, Findings
from metermap.core.places import FilePlace, Place, TextPlace
from metermap.core.suggest import did_you_mean

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

__all__ = ["KeyPath", "TomlCodes", "TomlPlaces", "load_toml", "load_toml_mended", "printed_key"]

_LARGEST_FILE = 1_000_000

KeyPath: TypeAlias = tuple[str | int, ...]
Table = TypeVar("Table", bound="BaseModel")


@dataclass(frozen=True, slots=True)
class TomlCodes:
    """The codes under which a file's faults are reported."""

    unreadable: Code
    not_toml: Code
    unknown_key: Code
    missing_key: Code
    bad_value: Code


_KEY_PART = re.compile(r"([A-Za-z0-9_-]+)|[\"']([^\"']*)[\"']")
_KEY = re.compile(rf"\s*(?:{_KEY_PART.pattern})\s*=")


@dataclass(frozen=True, slots=True)
class TomlPlaces:
    """Finds the line of a key: tomllib keeps none."""

    file: str
    text: str

    def place(self, path: Sequence[str | int]) -> Place:
        """Return the line that sets the key at `path`, or the nearest table above it."""
        lines = dict(self._lines())
        for length in range(len(path), 0, -1):
            if line := lines.get(tuple(path[:length])):
                return TextPlace(self.file, line, 1)
        return FilePlace(self.file)

    def below(self, path: KeyPath) -> dict[KeyPath, Place]:
        """Return the lines that set keys under the table at `path`, by the rest of their paths."""
        deep = len(path)
        return {key[deep:]: TextPlace(self.file, line, 1) for key, line in self._lines() if key[:deep] == path}

    def all_keys(self) -> tuple[KeyPath, ...]:
        """Return all keys and tables that the text sets, in its order."""
        return tuple(key for key, _ in self._lines())

    def key_at(self, line: int) -> KeyPath:
        """Return the last key or table that begins at a line or above it; () if none does. Lines count from 1."""
        return next((key for key, number in reversed(tuple(self._lines())) if number <= line), ())

    def _lines(self) -> Iterator[tuple[KeyPath, int]]:
        table: KeyPath = ()
        count: Counter[KeyPath] = Counter()
        for number, line in enumerate(self.text.splitlines(), 1):
            if found := re.match(r"\s*\[\[\s*([^\[\]]+?)\s*\]\]", line):
                *above, last = _parts(found[1])
                array = (*_below_arrays(above, count), last)
                table = (*array, count[array])
                count[array] += 1
                yield table, number
            elif found := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line):
                *above, last = _parts(found[1])
                table = (*_below_arrays(above, count), last)
                yield table, number
            elif found := _KEY.match(line):
                yield (*table, found[1] or found[2]), number


def _parts(key: str) -> list[str]:
    """Return the parts of a dotted key; a text that is none is one part."""
    return [bare or quoted for bare, quoted in _KEY_PART.findall(key)] or [key]


def _below_arrays(parts: Iterable[str], count: Mapping[KeyPath, int]) -> KeyPath:
    """Return the path of a table; what stands below ``[[name]]`` belongs to the last of these."""
    path: KeyPath = ()
    for part in parts:
        path = (*path, part)
        if path in count:
            path = (*path, count[path] - 1)
    return path


def load_toml(
    path: Path, file: str, model: Callable[[], type[Table]], codes: TomlCodes, findings: Findings
) -> tuple[Table, TomlPlaces] | None:
    """Read the TOML file at `path`, which places quote as `file`, into the model.

    `model` returns the model's class: it is called only when there is something to check, because
    pydantic takes half a second to import. None if there is any fault; all are reported.
    """
    found = load_toml_mended(path, file, model, codes, findings)
    return None if found is None or found[2] else found[:2]


def load_toml_mended(
    path: Path, file: str, model: Callable[[], type[Table]], codes: TomlCodes, findings: Findings
) -> tuple[Table, TomlPlaces, tuple[KeyPath, ...]] | None:
    """Read it like `load_toml`, and go on where single values are faulty, so that all else can be checked.

    The third of what is returned are the keys of these faults: if there are any, the table is not to be used. In it a
    faulty text is another that nothing else has, and other faulty values are left out. None where no table can be made.
    """
    text = _read(path, file, codes, findings)
    if text is None:
        return None
    data = _parse(file, text, codes, findings)
    if data is None:
        return None
    places = TomlPlaces(file, text)
    mended = _validate(data, model(), places, codes, findings)
    return None if mended is None else (mended[0], places, mended[1])


def printed_key(path: Iterable[str | int]) -> str:
    """Return a key as people write it: ``device[2].carrier``, counted from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.lstrip(".")


def _read(path: Path, file: str, codes: TomlCodes, findings: Findings) -> str | None:
    try:
        with path.open("rb") as stream:
            octets = stream.read(_LARGEST_FILE + 1)
    except OSError as fault:
        message = f"{file} cannot be read: {fault.strerror or 'it cannot be opened'}"
        findings.add(codes.unreadable.at(FilePlace(file), message, subject=file))
        return None
    if len(octets) > _LARGEST_FILE:
        message = f"{file} is larger than {_LARGEST_FILE:,} octets"
        findings.add(codes.unreadable.at(FilePlace(file), message, subject=file))
        return None
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = octets.count(b"\n", 0, fault.start) + 1
        place = TextPlace(file, line, 1)
        findings.add(codes.not_toml.at(place, f"{file} is not UTF-8", subject=file, expected="UTF-8 text"))
        return None


def _parse(file: str, text: str, codes: TomlCodes, findings: Findings) -> dict[str, object] | None:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        found = re.search(r" \(at line (\d+), column (\d+)\)", str(fault))
        place: Place = TextPlace(file, int(found[1]), int(found[2])) if found else FilePlace(file)
        reason = "nested too deep" if isinstance(fault, RecursionError) else re.sub(r" \(at .*\)", "", str(fault))
        findings.add(codes.not_toml.at(place, f"{file} is not TOML: {reason}", subject=file))
        return None


def _validate(
    data: dict[str, object], model: type[Table], places: TomlPlaces, codes: TomlCodes, findings: Findings
) -> tuple[Table, tuple[KeyPath, ...]] | None:
    """Return the table, mended if need be, and the keys that are at fault."""
    from pydantic import ValidationError  # noqa: PLC0415  (loaded already by the model)

    try:
        return model.model_validate(data), ()
    except ValidationError as fault:
        _report(fault, model, places, codes, findings)
        faulty = _paths(fault)
    left = faulty
    for stand_in in _STAND_INS:
        for path in left:
            _mend(data, path, stand_in(path))
        try:
            return model.model_validate(data), faulty
        except ValidationError as fault:
            left = _paths(fault)
    return None


def _word(path: KeyPath) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", printed_key(path)).strip("_")


_STAND_INS: tuple[Callable[[KeyPath], str | None], ...] = (printed_key, _word, lambda _: None)
"""What stands in for a faulty value: its key as a text, as a word, or nothing, which takes the key out."""


def _paths(fault: ValidationError) -> tuple[KeyPath, ...]:
    return tuple(tuple(part for part in error["loc"] if part != "[key]") for error in fault.errors(include_url=False))


def _mend(data: object, path: KeyPath, stand_in: str | None) -> None:
    """Put a text in place of the value at a path; without one, take the key out. What is not there is let be."""
    part, *below = path
    match data, part:
        case dict(), _ if below:
            _mend(data.get(part), tuple(below), stand_in)
        case dict(), _ if stand_in is None:
            data.pop(part, None)
        case dict(), _:
            data[part] = stand_in
        case list(), int() if below:
            _mend(data[part], tuple(below), stand_in)
        case list(), int():
            data[part] = stand_in
        case _:
            pass


_KINDS = {
    "string_type": "a text in quotes",
    "string_too_short": "a text that is not empty",
    "string_too_long": "a shorter text",
    "string_pattern_mismatch": "a word: a letter, then letters, digits, _ or -",
    "list_type": "a list in square brackets",
    "dict_type": 'a table of key = "value"',
    "model_type": "a table",
    "int_type": "a whole number",
    "greater_than_equal": "a larger number",
    "less_than_equal": "a smaller number",
    "too_short": "at least one",
}


def _report(
    fault: ValidationError, model: type[BaseModel], places: TomlPlaces, codes: TomlCodes, findings: Findings
) -> None:
    for error in fault.errors(include_url=False):
        path = tuple(part for part in error["loc"] if part != "[key]")
        key = printed_key(path) or places.file
        place = places.place(path)
        if error["type"] == "missing":
            findings.add(codes.missing_key.at(place, f"{key} is missing", subject=key))
        elif error["type"] == "extra_forbidden":
            known = _known_keys(model, path)
            expected = did_you_mean(str(path[-1]), known) or "one of " + ", ".join(known)
            findings.add(codes.unknown_key.at(place, f"{key} is no known key", subject=key, expected=expected))
        else:
            expected = _KINDS.get(error["type"]) or str(error.get("ctx", {}).get("expected", error["msg"]))
            shown = _shown(error["input"])
            findings.add(codes.bad_value.at(place, f"{key} is {shown}", subject=key, expected=expected))


def _shown(value: object) -> str:
    """Return a value as the file has it, shortened: TOML has words and dates of its own."""
    match value:
        case bool():
            return str(value).lower()
        case date() | time():
            return value.isoformat()
        case list():
            return f"{'[' + ', '.join(map(_shown, value)) + ']':.60}"
        case dict():
            return "a table"
        case _:
            return f"{value!r:.60}"


def _known_keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Return the keys that the table around the last part of `path` may have."""
    from pydantic import BaseModel  # noqa: PLC0415  (loaded already by the model)

    for part in path[:-1]:
        if isinstance(part, str) and part in model.model_fields:
            annotation = model.model_fields[part].annotation
            inner = get_args(annotation)[-1:] if get_origin(annotation) else (annotation,)
            if inner and isinstance(inner[0], type) and issubclass(inner[0], BaseModel):
                model = inner[0]
    return sorted(field.alias or name for name, field in model.model_fields.items())
