"""The parser's tables, worked out beforehand: working them out takes longer than reading all of a workspace's mapping.

`grammar.json` holds what Lark makes of `grammar.lark`. It is used only by the version of Lark that made it and only
for the grammar that it was made of; else the tables are worked out anew, which is slower and gives the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from typing import TYPE_CHECKING, Final, TypeAlias

import lark

from metermap.core.digest import sha256_hex

if TYPE_CHECKING:
    from lark import Token, Transformer

__all__ = ["TABLES", "are_kept", "parser_with", "tables_text"]

_GRAMMAR: Final = "grammar.lark"
TABLES: Final = "grammar.json"

_Json: TypeAlias = dict[str, "_Json"] | list["_Json"] | str | int | float | bool | None
_Load: TypeAlias = Callable[..., lark.Lark]
_Numbered: TypeAlias = dict[str | int, "_Numbered"] | list["_Numbered"] | str | int | float | bool | None


def parser_with(transformer: Transformer[Token, object]) -> lark.Lark:
    """Return the parser of the mapping language, which hands what it reads to `transformer`."""
    grammar = _text(_GRAMMAR)
    kept = _kept(grammar)
    if kept is None:
        return _made(grammar, transformer)
    load: _Load = lark.Lark._load_from_dict  # noqa: SLF001  (only of the version that made the tables)
    return load(kept["data"], kept["memo"], transformer=transformer)


def _made(grammar: str, transformer: Transformer[Token, object] | None) -> lark.Lark:
    return lark.Lark(
        grammar,
        parser="lalr",
        lexer="contextual",
        start=["file", "hole"],
        maybe_placeholders=True,
        transformer=transformer,
    )


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _kept(grammar: str) -> dict[str | int, _Numbered] | None:
    """Return the kept tables if they are of this grammar and made by this version of Lark."""
    try:
        tables = json.loads(_text(TABLES))
    except (OSError, ValueError):
        return None
    if (tables["lark"], tables["grammar"]) != (lark.__version__, sha256_hex(grammar.encode())):
        return None
    return {name: _numbered(tables[name]) for name in ("data", "memo")}


def _numbered(tree: _Json) -> _Numbered:
    """Return a tree with its numeric keys as numbers again; JSON has only texts for keys."""
    match tree:
        case dict():
            return {int(key) if key.isdigit() else key: _numbered(value) for key, value in tree.items()}
        case list():
            return [_numbered(value) for value in tree]
        case _:
            return tree


def are_kept() -> bool:
    """Return whether the kept tables are of the grammar as it is and of the Lark that is installed."""
    return _kept(_text(_GRAMMAR)) is not None


def tables_text() -> str:
    """Return what `TABLES` has to hold, one line of JSON and a line feed."""
    grammar = _text(_GRAMMAR)
    data, memo = _made(grammar, None).memo_serialize([lark.lexer.TerminalDef, lark.grammar.Rule])
    document = {"lark": lark.__version__, "grammar": sha256_hex(grammar.encode()), "data": data, "memo": memo}
    return json.dumps(document, separators=(",", ":")) + "\n"
