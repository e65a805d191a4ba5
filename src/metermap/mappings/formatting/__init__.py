"""The canonical layout of mapping files: where lines begin and end, what stands in columns.

A file is formatted only if it can be read without an error. Its tokens stay as they are and in
order, comments with them; what changes is the space between, and a comma that nothing follows.
"""

from metermap.mappings.formatting.files import FileLayout, lay_out_file, mapping_paths, write_layout
from metermap.mappings.formatting.formatter import Formatted, format_bytes, format_text

__all__ = [
    "FileLayout",
    "Formatted",
    "format_bytes",
    "format_text",
    "lay_out_file",
    "mapping_paths",
    "write_layout",
]
