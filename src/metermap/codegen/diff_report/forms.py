"""The forms of a diff: their names on the command line and their files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from metermap.codegen.changes.model import Diff
from metermap.codegen.diff_report.as_html import diff_html
from metermap.codegen.diff_report.as_json import diff_json, diff_schema
from metermap.codegen.diff_report.as_markdown import diff_markdown
from metermap.codegen.diff_report.as_text import diff_text
from metermap.codegen.diff_report.as_xlsx import diff_xlsx

__all__ = ["FORMS", "Form"]


@dataclass(frozen=True, slots=True)
class Form:
    """A form: the name of its file, and how it is made. Only text has colours."""

    file: str
    write: Callable[[Diff, bool], str | bytes]

    def make(self, diff: Diff, *, colour: bool = False) -> bytes:
        """Return the diff in this form; the same diff gives the same octets."""
        made = self.write(diff, colour)
        return made if isinstance(made, bytes) else made.encode("utf-8", "backslashreplace")


FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "text": Form("diff.txt", lambda diff, colour: diff_text(diff, colour=colour)),
        "md": Form("diff.md", lambda diff, _: diff_markdown(diff)),
        "html": Form("diff.html", lambda diff, _: diff_html(diff)),
        "xlsx": Form("diff.xlsx", lambda diff, _: diff_xlsx(diff)),
        "json": Form("diff.json", lambda diff, _: diff_json(diff)),
        "json-schema": Form("diff.schema.json", lambda *_: diff_schema()),
    }
)
"""By the name that ``metermap diff --format`` knows."""
