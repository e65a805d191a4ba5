"""What a workspace chooses of the dictionaries, held against what there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.core.places import FilePlace
from metermap.core.suggest import advice, closest
from metermap.protocols import codes

if TYPE_CHECKING:
    from metermap.core.findings import Findings
    from metermap.protocols.dictionaries import Dictionaries

__all__ = ["EditionChoice", "check_choices"]


@dataclass(frozen=True, slots=True)
class EditionChoice:
    """The edition chosen of a protocol's dictionary, empty if none is recorded; `key` is where the file says so."""

    key: str
    protocol: str
    edition: str


def check_choices(dictionaries: Dictionaries, choices: Iterable[EditionChoice], file: str, findings: Findings) -> None:
    """Report each choice made in `file` of a dictionary or an edition that there is not.

    An empty edition is none recorded, and fine.
    """
    known = {"dlms": dictionaries.dlms.manifest, "sep": dictionaries.sep.manifest}
    for choice in choices:
        place = FilePlace(file, choice.key)
        if choice.protocol not in known:
            message = f"there is no dictionary for '{choice.protocol}'"
            expected = " or ".join(known)
            findings.add(codes.UNKNOWN_DICTIONARY.at(place, message, subject=choice.protocol, expected=expected))
            continue
        if not choice.edition:
            continue
        manifest = known[choice.protocol]()
        names = [rung.name for rung in manifest.editions] if manifest is not None else []
        if choice.edition not in names:
            message = f"the dictionary of {choice.protocol} knows no edition '{choice.edition}'"
            findings.add(
                codes.UNKNOWN_EDITION.at(
                    place,
                    message,
                    subject=choice.key,
                    expected=" or ".join(names),
                    help=advice(closest(choice.edition, names)),
                )
            )
