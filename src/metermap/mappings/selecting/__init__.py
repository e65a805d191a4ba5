"""Queries over a resolved mapping: ``metermap select 'device=GSME and relation!=exact'``."""

from metermap.mappings.selecting.fields import DEFAULT_COLUMNS, FIELDS
from metermap.mappings.selecting.query import QueryError
from metermap.mappings.selecting.render import as_csv, as_json, as_table
from metermap.mappings.selecting.select import Selected, read_query, select, unknown_fields

__all__ = [
    "DEFAULT_COLUMNS",
    "FIELDS",
    "QueryError",
    "Selected",
    "as_csv",
    "as_json",
    "as_table",
    "read_query",
    "select",
    "unknown_fields",
]
