"""Header texts that other catalogues use for the columns of ours; only a proposal goes by them.

Reading does not: there a text counts if it is the standard header or if the profile gives it.
Where a header has two rows, a text here is that of the group and that of the column, one after the
other. `VAGUE` texts say nothing under a group: ``Name`` alone is an item's, below ``Attribute`` it is not.
"""

from __future__ import annotations

from metermap.catalogue.columns import folded

__all__ = ["FLAG_WORDS", "SYNONYMS", "VAGUE"]

_TEXTS: dict[str, tuple[str, ...]] = {
    "id": ("id", "identifier", "element identifier", "key", "unique id"),
    "row": ("no", "no.", "nr", "nr.", "number", "row no", "row no.", "row number", "mapping table row", "#"),
    "reference": (
        "ref",
        "ref.",
        "reference",
        "source reference",
        "smets reference",
        "smets / chts reference",
        "clause",
        "logical name",
        "obis",
        "obis code",
        "logical name (obis)",
        "fundstelle",
    ),
    "section": ("chapter", "abschnitt"),
    "item": (
        "data item",
        "data item name",
        "item name",
        "object",
        "object name",
        "data object",
        "parameter",
        "name",
        "datenelement",
    ),
    "path": (
        "path",
        "data item path",
        "attribute",
        "attribute name",
        "element",
        "element path",
        "data element",
        "field",
        "attribut",
    ),
    "category": (
        "class of data",
        "data category",
        "kategorie",
        "interface class id",
        "interface class",
        "class id",
        "class",
    ),
    "data_type": ("type", "datatype", "data item type", "data item data type", "attribute type", "format", "datentyp"),
    "sensitive": ("sensitive data", "encrypted", "confidential", "schützenswert"),
    "readers": ("read", "read by", "readable by", "roles read", "access read by", "read access"),
    "writers": ("write", "written by", "writable by", "roles write", "access written by", "write access"),
    "devices": ("device", "device type", "devices", "meter", "applies to", "gerät", "geräte"),
    "device": ("devices", "device type", "meter", "applies to", "gerät", "geräte"),
    "unit": ("units", "unit of measure", "einheit"),
    "range": ("range", "resolution", "value range", "wertebereich"),
    "access": ("access rights", "read or write", "zugriff"),
    "depth": ("log depth", "entries"),
    "description": ("meaning", "definition", "beschreibung"),
    "source": ("origin",),
    "rows": ("mapping table rows",),
    "review": ("review status",),
    "code": ("use case id", "use case code", "use case reference", "use case no."),
    "title": ("use case title", "use case name", "title"),
    "message_code": ("message id",),
    "target": ("target device",),
    "roles": ("roles", "remote party role"),
    "service_reference": ("service request", "service reference variant"),
}

SYNONYMS = {field: tuple(map(folded, texts)) for field, texts in _TEXTS.items()}
VAGUE = frozenset({"id", "key", "name", "no", "no.", "nr", "nr.", "number", "#", "type", "format", "class", "code"})

FLAG_WORDS = {
    "yes": ("yes", "y", "true", "x", "1", "ja", "j", "oui", "sí", "si", "\u2713"),
    "no": ("no", "n", "false", "0", "-", "nein", "non"),
}
