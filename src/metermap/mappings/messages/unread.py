"""Of which elements nothing is known because of a fault that is told already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from metermap.catalogue.paths import canonical_key
from metermap.core.suggest import normal
from metermap.mappings import syntax as s

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue
    from metermap.mappings.model import Device

__all__ = ["unread_elements"]

_INDEX = re.compile(r"\[[^]]*\]?")


def unread_elements(
    files: Iterable[s.File], catalogue: Catalogue, devices: tuple[Device, ...], protocols: tuple[str, ...]
) -> Iterator[tuple[str, str, str]]:
    """Yield element, device and protocol of what sentences without a reading or a scope spoke of.

    Of an item all elements, on every device: what the sentence would have said of them, nobody knows.
    """
    known = {device.id for device in devices}
    items = {
        _item_key(item) for file in files for item in (*file.unread.items, *_without_scope(file, known, protocols))
    }
    if not items:
        return
    for element in catalogue.elements:
        if _item_key(element.item.value) in items:
            yield from ((element.id.value, device.id, name) for device in devices for name in protocols)


def _item_key(item: str) -> str:
    return normal(_INDEX.sub("", canonical_key(item)[0]))


def _without_scope(file: s.File, devices: set[str], protocols: tuple[str, ...]) -> Iterator[str]:
    """Yield the items of sentences that stand under an `on` which is not read, or names nobody."""
    lost = False
    for sentence in file.sentences:
        if isinstance(sentence, s.On):
            lost = sentence.protocol not in protocols or not devices.intersection(
                step.name for step in sentence.devices
            )
        elif lost and isinstance(sentence, s.Mapping):
            yield sentence.subject.steps[0].name
