"""Loading the dictionaries: one call, nothing read until somebody asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from metermap.core.findings import Findings
from metermap.core.places import FilePlace
from metermap.core.types import Kind, TypeDescriptor, TypeSystem
from metermap.protocols import codes
from metermap.protocols.dlms.dictionary import DlmsDictionary
from metermap.protocols.dlms.overlay import Overlay
from metermap.protocols.dlms.types import inline_enumeration
from metermap.protocols.enumerations import Enumeration
from metermap.protocols.manifest import Manifest
from metermap.protocols.sep.dictionary import SepDictionary

__all__ = ["Dictionaries", "load_dictionaries", "overlay_names"]

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """The dictionaries of both protocols with the chosen national overlays."""

    dlms: DlmsDictionary
    sep: SepDictionary
    overlays: tuple[str, ...] = ()

    def manifest(self, name: str) -> Manifest | None:
        """Return the manifest of ``dlms``, ``sep`` or an overlay; None if there is none of that name, or it is faulty.

        It is read each time.
        """
        known = {"dlms": self.dlms.manifest, "sep": self.sep.manifest}
        known |= {overlay.name: overlay.manifest for overlay in self.dlms.overlays}
        return known[name]() if name in known else None

    def enumeration_of(self, type_: TypeDescriptor) -> Enumeration | None:
        """Return the named values of an enumeration or bitmap type, or None if it has none."""
        if type_.kind not in (Kind.ENUM, Kind.BITS):
            return None
        if type_.system is TypeSystem.DLMS:
            return inline_enumeration(type_)
        return self.sep.enumeration(type_.enumeration) if type_.enumeration else None


def overlay_names() -> tuple[str, ...]:
    """Return the names of the national overlays that metermap ships."""
    return tuple(sorted(folder.parent.name for folder in (_HERE / "overlays").glob("*/dictionary.toml")))


def load_dictionaries(overlays: Iterable[str] = ("gb",), findings: Findings | None = None) -> Dictionaries:
    """Return the dictionaries with the named overlays; an earlier overlay comes before a later one.

    No table is read yet. Faults in a table become findings, in `findings`, when it is read; an
    unknown overlay is one at once, and is left out.
    """
    collected = Findings() if findings is None else findings
    names = tuple(name for name in dict.fromkeys(overlays) if _known(name, collected))
    folders = [_HERE / "overlays" / name for name in names]
    dlms = tuple(Overlay(folder / "dlms", name, collected) for folder, name in zip(folders, names, strict=True))
    return Dictionaries(
        DlmsDictionary(_HERE / "dlms" / "data", dlms, collected),
        SepDictionary(_HERE / "sep" / "data", tuple(folder / "sep" for folder in folders), collected),
        names,
    )


def _known(name: str, findings: Findings) -> bool:
    known = overlay_names()
    if name in known:
        return True
    message = f"there is no overlay {name[:60]!r}"
    findings.add(codes.UNKNOWN_OVERLAY.at(FilePlace("metermap.toml"), message, subject=name, expected=", ".join(known)))
    return False
