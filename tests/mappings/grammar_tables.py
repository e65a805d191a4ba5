"""Writes the parser's tables: ``python -m tests.mappings.grammar_tables`` after a change to the grammar or of Lark.

Lark numbers the states of a parser differently from run to run; what is written is one numbering of many.
"""

from pathlib import Path

from metermap.mappings import grammar_tables as tables


def main() -> None:
    Path(tables.__file__).with_name(tables.TABLES).write_text(tables.tables_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
