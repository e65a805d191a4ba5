"""Texts that are not what they seem: characters that hide or turn a text, ids that look alike.

Nothing is changed; the editor is told. What counts as alike: Unicode technical standard 39, for the
Cyrillic and Greek letters that have the shape of a Latin one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from metermap.catalogue import codes
from metermap.catalogue.cells import RawCell
from metermap.catalogue.model import Value
from metermap.core.findings import Findings

__all__ = ["code_point", "report_lookalikes", "watched"]

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_PLAIN = frozenset("\t\n\r")
_LISTED = 5

# Latin letter: the Cyrillic and Greek letters that look like it
_SHAPES = {
    "A": "\u0410\u0391",
    "B": "\u0412\u0392",
    "C": "\u0421\u03f9",
    "E": "\u0415\u0395",
    "H": "\u041d\u0397",
    "I": "\u0406\u04c0\u0399",
    "J": "\u0408\u037f",
    "K": "\u041a\u039a",
    "M": "\u041c\u039c",
    "N": "\u039d",
    "O": "\u041e\u039f",
    "P": "\u0420\u03a1",
    "S": "\u0405",
    "T": "\u0422\u03a4",
    "X": "\u0425\u03a7",
    "Y": "\u04ae\u03a5",
    "Z": "\u0396",
    "a": "\u0430\u03b1",
    "c": "\u0441\u03f2",
    "d": "\u0501",
    "e": "\u0435",
    "h": "\u04bb",
    "i": "\u0456\u03b9",
    "j": "\u0458\u03f3",
    "o": "\u043e\u03bf",
    "p": "\u0440\u03c1",
    "s": "\u0455",
    "v": "\u03bd",
    "x": "\u0445",
    "y": "\u0443",
}
_LATIN = {ord(letter): latin for latin, letters in _SHAPES.items() for letter in letters}


def watched(cells: Iterable[RawCell], findings: Findings) -> Iterator[RawCell]:
    """Yield the cells as they come; report texts with characters that turn or hide what stands there."""
    for cell in cells:
        if isinstance(cell.value, str) and not cell.value.isprintable():
            _look(cell, cell.value, findings)
        yield cell


def _look(cell: RawCell, text: str, findings: Findings) -> None:
    turning = _BIDI.findall(text)
    hidden = [letter for letter in text if unicodedata.category(letter) in _HIDDEN and letter not in _PLAIN]
    for code, found in (
        (codes.TURNED_TEXT, turning),
        (codes.HIDDEN_CHARACTER, [letter for letter in hidden if letter not in turning]),
    ):
        if found:
            names = [code_point(letter) for letter in dict.fromkeys(found)]
            more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
            message = f"{cell.place} holds {', '.join(names[:_LISTED])}{more}"
            findings.add(code.at(cell.place, message, subject=str(cell.place)))


def code_point(character: str) -> str:
    """Return a character as its code point and name: ``U+200B ZERO WIDTH SPACE``."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip() if name else f"U+{ord(character):04X}, a control character"


def report_lookalikes(ids: Iterable[Value[str]], findings: Findings) -> None:
    """Report ids that differ, and that people take for the same: in case, in what is hidden, in alphabet."""
    first: dict[str, Value[str]] = {}
    for id_ in ids:
        earlier = first.setdefault(_shape(id_.value), id_)
        if earlier.value != id_.value:
            one, other = _first_difference(earlier.value, id_.value)
            message = f"{earlier.value!r:.100} and {id_.value!r:.100} look alike: {one} against {other}"
            also = [earlier.place] if earlier.place else []
            findings.add(codes.LOOKALIKE_IDS.at(id_.place, message, subject=id_.value, also=also))


def _shape(text: str) -> str:
    seen = "".join(letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) != "Cf")
    return " ".join(seen.translate(_LATIN).casefold().split())


def _first_difference(one: str, other: str) -> tuple[str, str]:
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return _told(one, at), _told(other, at)


def _told(text: str, at: int) -> str:
    return code_point(text[at]) if at < len(text) else "the end"
