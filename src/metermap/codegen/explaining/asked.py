"""Which elements a text means: a name, an id, a row, a data item."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.core.suggest import advice, closest, normal

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue, Element

__all__ = ["Meant", "meant_by"]

_SHORTEST, _FEW = 3, 5
_ROW = re.compile(r"#?(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Meant:
    """The elements that a text means, in the order of the catalogue; `hint` is a sentence where it means none."""

    elements: tuple[Element, ...]
    hint: str = ""


def meant_by(catalogue: Catalogue, text: str) -> Meant:
    """Return what `text` means: ``ActiveExportRegister.value``, its id, ``#100``, or the item as a whole.

    What is named exactly comes first; else case, spaces and punctuation do not count. A name that two rows have
    means both.
    """
    if row := _ROW.fullmatch(text.strip()):
        found = catalogue.elements_by_row.get(int(row[1]))
        return Meant((found,)) if found else Meant((), f"No element has the row {row[1]}.")
    exact, wanted = text.strip(), normal(text)
    for alike in (lambda name: name == exact, lambda name: bool(wanted) and normal(name) == wanted):
        for names in (lambda element: (element.id.value, element.name), lambda element: (element.item.value,)):
            if elements := tuple(each for each in catalogue.elements if any(map(alike, names(each)))):
                return Meant(elements)
    known = dict.fromkeys(name for each in catalogue.elements for name in (each.name, each.item.value))
    holding = [name for name in known if len(wanted) >= _SHORTEST and wanted in normal(name)]
    return Meant((), advice(holding[:_FEW] or closest(text, known)))
