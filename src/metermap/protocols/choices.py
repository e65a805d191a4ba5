"""What a workspace chooses of the dictionaries, held against what there is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from metermap.core.places import FilePlace
from metermap.core.suggest import advice, closest
from metermap.protocols import codes

if TYPE_CHECKING:
    from metermap.core.findings import Findings
    from metermap.protocols.dictionaries import Dictionaries

__all__ = ["check_choices"]


def check_choices(
    dictionaries: Dictionaries, choices: Iterable[tuple[str, str]], file: str, findings: Findings
) -> None:
    """Report each pair of protocol and edition, chosen in `file`, that no dictionary has.

    An empty edition is none recorded, and fine.
    """
    known = {"dlms": dictionaries.dlms.manifest, "sep": dictionaries.sep.manifest}
    for protocol, edition in choices:
        place = FilePlace(file, f"dictionaries.{protocol}")
        if protocol not in known:
            message = f"there is no dictionary for '{protocol}'"
            expected = " or ".join(known)
            findings.add(codes.UNKNOWN_DICTIONARY.at(place, message, subject=protocol, expected=expected))
            continue
        if not edition:
            continue
        manifest = known[protocol]()
        names = [rung.name for rung in manifest.editions] if manifest is not None else []
        if edition not in names:
            message = f"the dictionary of {protocol} knows no edition '{edition}'"
            hint = advice(closest(edition, names))
            findings.add(
                codes.UNKNOWN_EDITION.at(place, message, subject=protocol, expected=" or ".join(names), help=hint)
            )
