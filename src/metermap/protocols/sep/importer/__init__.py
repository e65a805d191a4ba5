"""`protocols import zcl`: cluster files in XML held against the Smart Energy dictionary."""

from metermap.protocols.sep.importer.as_json import as_json
from metermap.protocols.sep.importer.as_markdown import as_markdown
from metermap.protocols.sep.importer.as_text import as_text
from metermap.protocols.sep.importer.difference import Change, Comparison, What
from metermap.protocols.sep.importer.overlay import overlay_files, would_change, write_overlay
from metermap.protocols.sep.importer.run import import_zcl

__all__ = [
    "Change",
    "Comparison",
    "What",
    "as_json",
    "as_markdown",
    "as_text",
    "import_zcl",
    "overlay_files",
    "would_change",
    "write_overlay",
]
