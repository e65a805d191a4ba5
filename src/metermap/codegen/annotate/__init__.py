"""Annotated copies of the catalogue's workbooks: findings, status and addresses in the editor's own tool.

An import of this package loads openpyxl. See docs/annotate.md for what is kept, and docs/decisions/0020.
"""

from metermap.codegen.annotate.codes import NOT_ANNOTATED, NOT_NAMED, NOT_XLSX
from metermap.codegen.annotate.model import Annotated, Remark, Request
from metermap.codegen.annotate.workbook import annotate_workbook

__all__ = ["NOT_ANNOTATED", "NOT_NAMED", "NOT_XLSX", "Annotated", "Remark", "Request", "annotate_workbook"]
