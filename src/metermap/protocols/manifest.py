"""The manifest of a dictionary or overlay: what it is, in which format, which editions it knows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from metermap.core.editions import Edition, Ladder
from metermap.core.findings import Findings
from metermap.core.places import FilePlace
from metermap.protocols import codes

__all__ = ["FORMAT", "Manifest", "read_manifest"]

FORMAT = 1
"""The dictionary file format that this metermap reads; see docs/decisions/0005-dictionary-files.md."""

_RUNG = ("name", "document", "date", "ladder", "standard", "edition")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `dictionary.toml` says.

    `together` says that an entry rests on an edition of each ladder, as one of DLMS/COSEM does on a Blue Book and
    a Green Book; else it rests on one of them.
    """

    id: str
    title: str
    body: str = ""
    editions: tuple[Edition, ...] = ()
    together: bool = False

    @property
    def ladder(self) -> Ladder:
        """Return the editions in their order."""
        return Ladder(self.editions)


def read_manifest(folder: Path, findings: Findings) -> Manifest | None:
    """Return the manifest in `folder`; None, with a finding, if it can't be read or is of another format."""
    import tomllib  # noqa: PLC0415  (most runs need no manifest)

    file = folder / "dictionary.toml"
    shown = "/".join(file.parts[-3:])
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        findings.add(codes.UNREADABLE.at(FilePlace(shown), f"{shown}: {fault}", subject=shown))
        return None
    if data.get("format") != FORMAT:
        message = f"{shown} has format = {data.get('format')!r}"
        findings.add(codes.UNKNOWN_FORMAT.at(FilePlace(shown), message, subject=shown, expected=f"format = {FORMAT}"))
        return None
    editions = tuple(Edition(**{name: str(rung.get(name, "")) for name in _RUNG}) for rung in data.get("editions", []))
    named = (str(data.get("id", "")), str(data.get("title", "")), str(data.get("body", "")))
    return Manifest(*named, editions, together=data.get("together") is True)
