"""The forms of a diff: their names on the command line and their files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from metermap.codegen.changes.model import Diff

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


def _text(diff: Diff, colour: bool) -> str:
    from metermap.codegen.diff_report.as_text import diff_text  # noqa: PLC0415  (each form loads what it needs alone)

    return diff_text(diff, colour=colour)


def _markdown(diff: Diff, _: object) -> str:
    from metermap.codegen.diff_report.as_markdown import diff_markdown  # noqa: PLC0415  (as above)

    return diff_markdown(diff)


def _html(diff: Diff, _: object) -> str:
    from metermap.codegen.diff_report.as_html import diff_html  # noqa: PLC0415  (as above)

    return diff_html(diff)


def _xlsx(diff: Diff, _: object) -> bytes:
    from metermap.codegen.diff_report.as_xlsx import diff_xlsx  # noqa: PLC0415  (as above)

    return diff_xlsx(diff)


def _json(diff: Diff, _: object) -> str:
    from metermap.codegen.diff_report.as_json import diff_json  # noqa: PLC0415  (as above)

    return diff_json(diff)


def _schema(_: object, __: object) -> str:
    from metermap.codegen.diff_report.as_json import diff_schema  # noqa: PLC0415  (as above)

    return diff_schema()


FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "text": Form("diff.txt", _text),
        "md": Form("diff.md", _markdown),
        "html": Form("diff.html", _html),
        "xlsx": Form("diff.xlsx", _xlsx),
        "json": Form("diff.json", _json),
        "json-schema": Form("diff.schema.json", _schema),
    }
)
"""By the name that ``metermap diff --format`` knows."""
