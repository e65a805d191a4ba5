"""What a workspace chooses of the dictionaries, held against what there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from metermap.core.places import FilePlace
from metermap.core.suggest import advice, closest
from metermap.protocols import codes

if TYPE_CHECKING:
    from metermap.core.findings import Finding, Findings
    from metermap.protocols.dictionaries import Dictionaries
    from metermap.protocols.manifest import Manifest

__all__ = ["EditionChoice", "check_choices"]

_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class EditionChoice:
    """The editions chosen of a protocol's dictionary, none if none is recorded; `key` is where the file says so."""

    key: str
    protocol: str
    editions: tuple[str, ...]


def check_choices(dictionaries: Dictionaries, choices: Iterable[EditionChoice], file: str, findings: Findings) -> None:
    """Report each choice made in `file` of a dictionary or an edition that there is not, or of too many editions.

    No edition is none recorded, and fine. Several are only where an entry rests on an edition of each
    ladder, and then no two of one ladder.
    """
    known = {"dlms": dictionaries.dlms.manifest, "sep": dictionaries.sep.manifest}
    for choice in choices:
        place = FilePlace(file, choice.key)
        if choice.protocol not in known:
            message = f"there is no dictionary for '{choice.protocol}'"
            expected = " or ".join(known)
            findings.add(codes.UNKNOWN_DICTIONARY.at(place, message, subject=choice.protocol, expected=expected))
        elif choice.editions and (manifest := known[choice.protocol]()) is not None:
            findings.extend(_unknown(choice, manifest, place))
            findings.extend(_too_many(choice, manifest, place))


def _unknown(choice: EditionChoice, manifest: Manifest, place: FilePlace) -> Iterator[Finding]:
    names = [rung.name for rung in manifest.editions]
    for edition in choice.editions:
        if edition not in names:
            yield codes.UNKNOWN_EDITION.at(
                place,
                f"the dictionary of {choice.protocol} knows no edition '{edition}'",
                subject=choice.key,
                expected=" or ".join(names),
                help=advice(closest(edition, names)),
            )


def _too_many(choice: EditionChoice, manifest: Manifest, place: FilePlace) -> Iterator[Finding]:
    """Yield what names several editions of one ladder, or of ladders that hold apart."""
    ladders = dict.fromkeys(rung.ladder for rung in manifest.editions)
    if not manifest.together:
        named = list(choice.editions)
        if len(named) > 1:
            message = f"{_listed(named)} are chosen together: an entry of {choice.protocol} rests on one of them"
            yield codes.NOT_TOGETHER.at(place, message, subject=choice.key, expected="one edition")
        return
    for ladder in ladders:
        rungs = {rung.name for rung in manifest.editions if rung.ladder == ladder}
        named = [edition for edition in choice.editions if edition in rungs]
        if len(named) > 1:
            message = f"{_listed(named)} are chosen together: all are of the ladder {ladder}"
            expected = f"one edition of each ladder: {', '.join(ladders)}"
            yield codes.NOT_TOGETHER.at(place, message, subject=choice.key, expected=expected)


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return ", ".join(f"{name!r:.60}" for name in names[:_SHOWN]) + more
