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
from metermap.protocols.manifest import Manifest, read_manifest
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


def load_dictionaries(
    overlays: Iterable[str] = ("gb",), findings: Findings | None = None, root: Path | None = None
) -> Dictionaries:
    """Return the dictionaries with the named overlays; an earlier overlay comes before a later one.

    A name with a ``/`` in it is the path, relative to `root`, of an overlay that a workspace keeps itself.
    No table is read yet. Faults in a table become findings, in `findings`, when it is read; an
    unknown overlay is one at once, and is left out.
    """
    collected = Findings() if findings is None else findings
    folders = {name: _folder(name, root, collected) for name in dict.fromkeys(overlays)}
    known = {name: folder for name, folder in folders.items() if folder is not None}
    dlms = ((name, folder / "dlms") for name, folder in known.items())
    sep = (folder / "sep" for folder in known.values())
    return Dictionaries(
        DlmsDictionary(
            _HERE / "dlms" / "data",
            tuple(Overlay(folder, name, collected) for name, folder in dlms if folder.is_dir()),
            collected,
        ),
        SepDictionary(_HERE / "sep" / "data", tuple(folder for folder in sep if folder.is_dir()), collected),
        tuple(known),
    )


def _folder(name: str, root: Path | None, findings: Findings) -> Path | None:
    """Return the folder of an overlay; None, with a finding, if there is none or it is of another format."""
    known = overlay_names()
    if name in known:
        return _HERE / "overlays" / name
    folder = root / name if root is not None and "/" in name else None
    message = f"there is no overlay {name[:60]!r}"
    if folder is not None and (folder / "dictionary.toml").is_file():
        link = next((path for path in folder.rglob("*") if path.is_symlink()), None)
        if link is None:
            return folder if read_manifest(folder, findings) is not None else None
        message = f"overlay {name[:60]!r} holds a symbolic link, {link.name[:60]!r}"
    expected = f"{', '.join(known)}, or the path of a folder with a dictionary.toml, such as overlays/update"
    findings.add(codes.UNKNOWN_OVERLAY.at(FilePlace("metermap.toml"), message, subject=name, expected=expected))
    return None
