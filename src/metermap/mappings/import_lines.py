"""What a table row says, before it becomes part of a sentence.

A `Line` is one thing said of one place. Twins are folded: lines, or whole groups of them, that
differ in a number only and in step with an index.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

__all__ = ["Level", "Line", "fold_groups", "fold_key", "fold_lines", "quoted", "subject_text", "use_case_codes"]


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a pattern. `kind` is ``field``, ``call``, ``returns`` or ``by``; `reply` answers a call."""

    kind: str
    key: str
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One statement of a draft.

    `ours` is our path as the language writes it, empty for a protocol-only row. `fixed` is a
    constant, ``_`` for a protocol-only row without one. `clauses` are texts in the order of the
    language. `note` goes into a comment for the editor; `reason` is a ``because`` of the home.
    """

    home: str
    levels: tuple[Level, ...]
    ours: str
    fixed: str
    rows: tuple[int, ...]
    clauses: tuple[str, ...] = ()
    use_cases: tuple[str, ...] = ()
    note: str = ""
    reason: str = ""

    @property
    def shape(self) -> tuple[object, ...]:
        """All but the rows, with every number the same."""
        texts = (
            self.home,
            *(f"{level.kind} {level.key} {level.reply}" for level in self.levels),
            self.ours,
            self.fixed,
        )
        return (*(_NUMBER.sub("#", text) for text in texts), self.clauses, self.use_cases, self.note)


_NUMBER: Final = re.compile(r"0x[0-9A-Fa-f]+|\d+")
_PIECES: Final = re.compile(r"(0x[0-9A-Fa-f]+|\d+)")
_NAME: Final = re.compile(r"[A-Za-z_](\w|-(?=[A-Za-z])|<[^<>]+>)*")
_INDEX: Final = r"\[(?:\d+|[A-Za-z]\w*|\d+\.\.(?:\d+|[A-Za-z]\w*)|[A-Za-z]\w* in \d+\.\.\d+)\]"
_STEP: Final = re.compile(rf"(?P<name>{_NAME.pattern})(?:\([A-Za-z_]\w*\))?(?:{_INDEX})*")
_INDEXED: Final = re.compile(rf"(?P<text>.*?)(?P<indices>(?:{_INDEX})*)", re.DOTALL)
_WORDS: Final = {"allow", "call", "include", "let", "on", "syntax", "use"}  # what starts a sentence or a field


def quoted(name: str) -> str:
    """Return a step of a path as the language writes it, in quotes where it must be."""
    found = _STEP.fullmatch(name)
    if found and found["name"] not in _WORDS:
        return name
    split = _INDEXED.fullmatch(name)
    text, indices = (split["text"], split["indices"]) if split and split["text"] else (name, "")
    return _in_quotes(text) + indices


def _in_quotes(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class _Subject(str):
    """A subject in the words of the language: folded, and quoted already."""

    __slots__ = ()


def subject_text(item: str) -> str:
    """Return an item's name as the subject of a sentence."""
    if isinstance(item, _Subject):
        return item
    if re.search(r"\[[A-Za-z]\w*\]", item):
        return _in_quotes(item)  # its index stays open: part of the name
    return quoted(item)


def use_case_codes(cell: str) -> tuple[str, ...]:
    """Return the use cases that a cell names, sorted; what is no code is passed over."""
    return tuple(sorted({code for code in re.split(r"[\s,;]+", cell) if re.fullmatch(r"[A-Za-z]\w*", code)}))


# ---- folding ----------------------------------------------------------------------------------------


def _numbers(text: str) -> tuple[list[str], list[str]]:
    """Return the pieces between the numbers of a text, and the numbers."""
    parts = _PIECES.split(text)
    return parts[::2], parts[1::2]


def _term(numbers: Sequence[str], ks: Sequence[int], index: str) -> str | None:
    """Return ``10 + n`` for numbers that run in step with the index, or None."""
    values, base_16 = [_value(number) for number in numbers], numbers[0].startswith("0x")
    step, rest = divmod(values[-1] - values[0], ks[-1] - ks[0])
    start = values[0] - step * ks[0]
    if rest or step <= 0 or any(value != start + step * k for value, k in zip(values, ks, strict=True)):
        return None
    factor = "" if step == 1 else f"{_hex(step) if base_16 and step > 9 else step}*"  # noqa: PLR2004  (one digit)
    if start == 0:
        return f"{factor}{index}"
    if start < 0:
        return f"{factor}{index} - {-start}"
    return f"{_hex(start, 4) if base_16 else start} + {factor}{index}"


def _value(number: str) -> int:
    return int(number, 16) if number.startswith("0x") else int(number)


def _hex(number: int, digits: int = 2) -> str:
    return f"0x{number:0{digits}X}"


def _fold(texts: Sequence[str], ks: Sequence[int], index: str, *, holes: bool) -> str | None:
    """Return one text for several that differ in step with the index; `holes` puts terms into ``<...>``."""
    split = [_numbers(text) for text in texts]
    if any(between != split[0][0] for between, _ in split):
        return None
    made = split[0][0][0]
    for at, following in enumerate(split[0][0][1:]):
        column = [numbers[at] for _, numbers in split]
        term = column[0] if len(set(column)) == 1 else _term(column, ks, index)
        if term is None:
            return None
        if len(set(column)) > 1:
            term = f" {term}" if made.endswith("@") else f"<{term}>" if holes else term
        made += term + following
    return made


def _fold_ours(texts: Sequence[str], ks: Sequence[int], index: str) -> str | None:
    """Fold our paths: ``[n]`` in brackets, ``<n>`` inside a name."""
    folded = _fold(texts, ks, index, holes=True)
    return None if folded is None else re.sub(rf"\[<({index})>\]", r"[\1]", folded)


def _merged(lines: Sequence[Line], ks: Sequence[int], index: str) -> Line | None:
    levels: list[Level] = []
    for at, first in enumerate(lines[0].levels):
        key = _fold([line.levels[at].key for line in lines], ks, index, holes=True)
        if key is None:
            return None
        levels.append(replace(first, key=key))
    home = _fold([line.home for line in lines], ks, index, holes=True)
    ours = _fold_ours([line.ours for line in lines], ks, index)
    fixed = _fold([line.fixed for line in lines], ks, index, holes=False)
    if home is None or ours is None or fixed is None:
        return None
    rows = tuple(line.rows[0] for line in lines)
    return replace(lines[0], home=home, levels=tuple(levels), ours=ours, fixed=fixed, rows=rows)


def fold_key(keys: Sequence[str], index: str) -> str | None:
    """Return one key for several that count up from 1: ``CurrentTier<t in 1..4>… @ 0x00FE + 2*t``, or None."""
    folded = _fold(keys, range(1, len(keys) + 1), index, holes=True) if len(keys) > 1 else None
    if folded is None or f"<{index}>" not in folded:
        return None
    return folded.replace(f"<{index}>", f"<{index} in 1..{len(keys)}>", 1)


def fold_lines(lines: Sequence[Line], index: str) -> list[Line]:
    """Fold the lines of one item that differ in a number of a member's name: ``<b in 1..4>``."""
    groups: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        groups.setdefault(line.shape, []).append(line)
    made: dict[int, Line | None] = {}
    for group in groups.values():
        folded = _fold_members(group, index) if len(group) > 1 else None
        if folded is not None:
            made[id(group[0])] = folded
            made |= {id(line): None for line in group[1:]}
    kept = (made.get(id(line), line) for line in lines)
    return [line for line in kept if line is not None]


def _fold_members(group: Sequence[Line], index: str) -> Line | None:
    if not group[0].ours or len({line.home for line in group}) > 1:
        return None
    columns = list(zip(*(_numbers(line.ours)[1] for line in group), strict=True))
    differing = {column for column in columns if len(set(column)) > 1}
    if len(differing) != 1:
        return None
    ks = [_value(number) for number in next(iter(differing))]
    if ks != list(range(ks[0], ks[0] + len(ks))):
        return None
    folded = _merged(group, ks, index)
    if folded is None or not any(f"<{index}>" in level.key for level in folded.levels):
        return None
    return _binding(folded, index, ks)


def _binding(line: Line, index: str, ks: Sequence[int]) -> Line:
    """Open the index where it first stands: in the protocol's name."""
    bound = f"<{index} in {ks[0]}..{ks[-1]}>"
    levels = list(line.levels)
    at = next(number for number, level in enumerate(levels) if f"<{index}>" in level.key)
    levels[at] = replace(levels[at], key=levels[at].key.replace(f"<{index}>", bound, 1))
    return replace(line, levels=tuple(levels))


def fold_groups(groups: dict[str, list[Line]]) -> dict[str, list[Line]]:
    """Fold items that differ in one index, ``Item[1]``, ``Item[2]``, where all their lines keep in step.

    Keys are items as printed; those of folded ones read ``Item[n in 1..2]``.
    """
    families: dict[str, list[tuple[int, str]]] = {}
    for item in groups:
        found = re.search(r"\[(\d+)\]", item)
        if found:
            families.setdefault(item[: found.start(1)] + "#" + item[found.end(1) :], []).append((int(found[1]), item))
    made = dict(groups)
    for family, members in families.items():
        for run in _runs(sorted(members), groups):
            lines = _fold_run([groups[item] for _, item in run], [k for k, _ in run])
            if lines is not None:
                made[run[0][1]] = lines
                name = _folded_name(family, run[0][0], run[-1][0])
                made = {name if item == run[0][1] else item: found for item, found in made.items()}
                for _, item in run[1:]:
                    del made[item]
    return made


def _folded_name(family: str, low: int, high: int) -> str:
    index = f"n in {low}..{high}"
    if family.endswith("[#]") and _STEP.fullmatch(family[:-3]):
        return family.replace("#", index)
    if family.endswith("[#]"):
        return _Subject(f"{_in_quotes(family[:-3])}[{index}]")
    return family.replace("[#]", f"[<{index}>]")


def _runs(members: list[tuple[int, str]], groups: dict[str, list[Line]]) -> list[list[tuple[int, str]]]:
    """Return the runs of two or more neighbours whose lines have the same shapes."""
    runs: list[list[tuple[int, str]]] = []
    for k, item in members:
        last = runs[-1][-1] if runs else None
        if last and k == last[0] + 1 and _shapes(groups[item]) == _shapes(groups[last[1]]):
            runs[-1].append((k, item))
        else:
            runs.append([(k, item)])
    return [run for run in runs if len(run) > 1]


def _shapes(lines: Sequence[Line]) -> list[str]:
    return sorted(repr(line.shape) for line in lines)


def _fold_run(groups: Sequence[list[Line]], ks: Sequence[int]) -> list[Line] | None:
    ordered = [sorted(lines, key=lambda line: (repr(line.shape), line.rows)) for lines in groups]
    folded = [_merged(lines, ks, "n") for lines in zip(*ordered, strict=True)]
    if any(line is None for line in folded):
        return None
    return sorted((line for line in folded if line is not None), key=lambda line: line.rows)
