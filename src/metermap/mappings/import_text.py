"""Lays lines out as sentences: nested patterns, shared prefixes, aligned columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Final

from metermap.mappings.import_lines import Level, Line, quoted

__all__ = ["sentence"]

WIDTH: Final = 120
_INDEX_NAMES: Final = "etkjiwdvuz"
_RANGE: Final = re.compile(r"\[(\d+\.\.\d+)\]")


@dataclass(slots=True)
class _Node:
    """A level of a pattern with the lines that stand at it and the levels inside."""

    level: Level
    lines: list[Line] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)

    def below(self) -> Iterator[Line]:
        yield from self.lines
        for child in self.children:
            yield from child.below()


@dataclass(frozen=True, slots=True)
class _Item:
    """A field of a block: columns to align, if it fits on a line; further lines otherwise."""

    head: str
    body: str = ""
    tail: str = ""
    more: tuple[str, ...] = ()
    note: str = ""


def sentence(subject: str, lines: Sequence[Line]) -> str:
    """Return ``SUBJECT is HOME also HOME.``, one home for each object or cluster."""
    homes: dict[str, list[Line]] = {}
    for line in lines:
        homes.setdefault(line.home, []).append(line)
    texts = [_home(home, found, len(subject) + 5 if at == 0 else 6) for at, (home, found) in enumerate(homes.items())]
    return f"{subject} is " + "\nalso ".join(texts) + "."


def _home(home: str, lines: list[Line], before: int) -> str:
    nodes = _gather_selections(_tree(lines))
    common = _common(lines)
    clauses = _for(common) + (f' because "{lines[0].reason}"' if lines[0].reason else "")
    items = [item for node in nodes for item in _items(node, common, (), 1)]
    if len(items) == 1 and not items[0].more and not items[0].note:
        short = f"{home} {{ {_flat(items[0])} }}{clauses}"
        if len(short) + before < WIDTH:
            return short
    return f"{home} {{\n{_block(items, 1)}\n}}{clauses}"


def _common(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the use cases of the lines if they agree, otherwise none."""
    found = {line.use_cases for line in lines}
    return next(iter(found)) if len(found) == 1 else ()


def _for(use_cases: tuple[str, ...]) -> str:
    return f" for {' and '.join(use_cases)}" if use_cases else ""


# ---- the tree ---------------------------------------------------------------------------------------


def _tree(lines: Sequence[Line]) -> list[_Node]:
    roots: list[_Node] = []
    for line in lines:
        nodes, node = roots, None
        for level in line.levels:
            node = _found(nodes, level, line) or _Node(level)
            if node not in nodes:
                nodes.append(node)
            if level.reply and not node.level.reply:
                node.level = level
            nodes = node.children
        if node is not None:
            node.lines.append(line)
    return roots


def _found(nodes: list[_Node], level: Level, line: Line) -> _Node | None:
    """Return the node of a level; calls of one command are one only if they share use case and answer."""
    for node in nodes:
        if (node.level.kind, node.level.key) != (level.kind, level.key):
            continue
        if (level.kind, level.key) != ("field", "_") and (level.kind != "call" or _same_call(node, line)):
            return node
    return None


def _same_call(node: _Node, line: Line) -> bool:
    used = {code for other in node.below() for code in other.use_cases}
    answers = {level.key for other in (line, *node.below()) for level in other.levels if level.kind == "returns"}
    return len(answers) <= 1 and (not used or bool(used & set(line.use_cases)))


def _gather_selections(nodes: list[_Node]) -> list[_Node]:
    """Hang a selective access on the part of its attribute that has columns: ``buffer[1..25]``."""
    for node in nodes:
        moved = [child for child in node.children if child.level.kind == "by"]
        partner = next((other for other in nodes if other is not node and _bare(other) == _bare(node)), None)
        if moved and partner is not None and partner.children:
            partner.children += moved
            node.children = [child for child in node.children if child not in moved]
    return [node for node in nodes if node.lines or node.children]


def _bare(node: _Node) -> str:
    return node.level.key.split("[", 1)[0]


# ---- fields -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Bound:
    """An index that is open: the range as both sides print it, and the name it is given."""

    range: str
    name: str


_Open = tuple[_Bound, ...]


def _items(
    node: _Node, common: tuple[str, ...], opened: _Open, depth: int, *, prefix: str = "", outer: str = ""
) -> list[_Item]:
    """Return the fields of a node. `prefix` is what our names inside continue from; `outer` the key so far."""
    bound = _new_index(node, opened)
    key = _key(node.level.key, bound)
    opened = (*opened, bound) if bound else opened
    if node.level.kind == "call":
        return [_call(node, common, opened, depth)]
    path = f"{outer}.{key}" if outer else key
    fields = [child for child in node.children if child.level.kind == "field"]
    selections = [child for child in node.children if child.level.kind == "by"]
    made = [_leaf(path, line, common, opened, prefix) for line in node.lines]
    if not fields and not selections:
        return made
    own = _common([line for child in node.children for line in child.below()])
    ending = _for(own) if own != common else ""
    shared = _shared_prefix(node, opened, prefix)
    if len(fields) == 1 and not selections and not shared and "@" not in path:
        return made + _items(fields[0], common, opened, depth, prefix=prefix, outer=path)
    inner = f"{prefix}{shared}." if shared else prefix
    items = [item for child in fields for item in _items(child, own or common, opened, depth + 1, prefix=inner)]
    head = f"{path}: {shared}" if shared else path
    tail = "".join(_selection(child, own or common, depth) for child in selections) + ending
    return [*made, _braced(head, items, tail, depth)]


def _new_index(node: _Node, opened: _Open) -> _Bound | None:
    """Open an index where the range of a field is one that all our paths below have too."""
    found = _RANGE.search(node.level.key)
    lines = [line for line in node.below() if line.ours and not _in_selection(node, line)]
    if found is None or not lines or any(bound.range == found[1] for bound in opened):
        return None
    if not all(found[0] in line.ours for line in lines):
        return None
    return _Bound(found[1], next(name for name in _INDEX_NAMES if name not in {bound.name for bound in opened}))


def _in_selection(node: _Node, line: Line) -> bool:
    return any(child.level.kind == "by" and line in child.below() for child in node.children)


def _key(text: str, bound: _Bound | None) -> str:
    name, at, number = text.partition(" @")
    if not name.startswith("@"):
        name = ".".join(quoted(step.replace("~", "..")) for step in name.replace("..", "~").split("."))
    name = name.replace(f"[{bound.range}]", f"[{bound.name} in {bound.range}]", 1) if bound else name
    return f"{name}{at}{number}"


def _ours(line: Line, opened: _Open, prefix: str) -> str:
    text = line.ours
    for bound in opened:
        text = text.replace(f"[{bound.range}]", f"[{bound.name}]", 1)
    return text.removeprefix(prefix)


def _shared_prefix(node: _Node, opened: _Open, prefix: str) -> str:
    """Return the path that our names below share beyond `prefix`, if it uses the node's own index."""
    lines = [line for line in node.below() if line.ours and not _in_selection(node, line) and line not in node.lines]
    if not opened or len(lines) < 2 or f"[{opened[-1].range}]" not in node.level.key:  # noqa: PLR2004  (one shares nothing)
        return ""
    paths = [_split(_ours(line, opened, prefix)) for line in lines]
    shared: list[str] = []
    for steps in zip(*(path[:-1] for path in paths), strict=False):
        if len(set(steps)) > 1:
            break
        shared.append(steps[0])
    return ".".join(shared) if any(f"[{opened[-1].name}]" in step for step in shared) else ""


def _split(path: str) -> list[str]:
    """Split a path of ours at its full stops, but not within quotes or ranges."""
    return [found[0].replace("~", "..") for found in re.finditer(r'("[^"]*"|[^.])+', path.replace("..", "~"))]


def _leaf(path: str, line: Line, common: tuple[str, ...], opened: _Open, prefix: str) -> _Item:
    rows = " #" + _row_text(line.rows)
    clauses = _clauses(line, common)
    if not line.ours:
        return _Item(path, f"= {line.fixed}{rows}", clauses, note=line.note)
    fixed = f"= {line.fixed} " if line.fixed else ""
    return _Item(f"{path}:", f"{_ours(line, opened, prefix)}{rows}", f"{fixed}{clauses}".rstrip(), note=line.note)


def _clauses(line: Line, common: tuple[str, ...]) -> str:
    own = () if line.use_cases == common else line.use_cases
    return " ".join((*line.clauses, *([_for(own).lstrip()] if own else [])))


def _row_text(rows: tuple[int, ...]) -> str:
    """Return row numbers as the language writes them: runs of three or more as ranges."""
    parts: list[list[int]] = []
    for row in rows:
        if parts and row == parts[-1][-1] + 1:
            parts[-1].append(row)
        else:
            parts.append([row])
    return ",".join(f"{run[0]}..{run[-1]}" if len(run) > 2 else ",".join(map(str, run)) for run in parts)  # noqa: PLR2004


def _call(node: _Node, common: tuple[str, ...], opened: _Open, depth: int) -> _Item:
    lines = list(node.below())
    own = _common(lines)
    inner = own or common
    bounds = [line for line in node.lines if line.ours]
    head = f"call {_key(node.level.key, None)}"
    for line in (line for line in node.lines if not line.ours):
        head += f" #{_row_text(line.rows)}"
    head += (": " + " and ".join(f"{line.ours} #{_row_text(line.rows)}" for line in bounds)) if bounds else ""
    fixed = next((line.fixed for line in node.lines if line.fixed and line.fixed != "_"), "")
    head += f" = {fixed}" if fixed else ""
    fields = [child for child in node.children if child.level.kind == "field"]
    answers = [child for child in node.children if child.level.kind == "returns"]
    tail = "".join(_answer(child, inner, opened, depth) for child in answers) or _reply(node)
    tail += "".join(f" {clause}" for line in node.lines[:1] for clause in line.clauses)
    tail += _for(own) if own != common else ""
    note = next((line.note for line in node.lines if line.note), "")
    items = [item for child in fields for item in _items(child, inner, opened, depth + 1)]
    if not items:
        return _with_note(_Item(head + tail) if "\n" not in tail else _broken(head + tail), note)
    return _with_note(_braced(head, items, tail, depth), note)


def _reply(node: _Node) -> str:
    return f" returns {quoted(node.level.reply)}" if node.level.reply else ""


def _answer(node: _Node, common: tuple[str, ...], opened: _Open, depth: int) -> str:
    items = [item for child in node.children for item in _items(child, common, opened, depth + 1)]
    name = f" {_key(node.level.key, None)}" if node.level.key else ""
    return f" returns{name} {{\n{_block(items, depth + 1)}\n{'    ' * depth}}}"


def _selection(node: _Node, common: tuple[str, ...], depth: int) -> str:
    items = [item for child in node.children for item in _items(child, common, (), depth + 1)]
    return f" by {node.level.key} {{\n{_block(items, depth + 1)}\n{'    ' * depth}}}"


# ---- layout -------------------------------------------------------------------------------------------


def _with_note(item: _Item, note: str) -> _Item:
    return _Item(item.head, item.body, item.tail, item.more, note)


def _broken(text: str) -> _Item:
    first, *rest = text.split("\n")
    return _Item(first, more=tuple(rest))


def _braced(head: str, items: list[_Item], tail: str, depth: int) -> _Item:
    flat = f"{head} {{ {', '.join(map(_flat, items))} }}{tail}"
    plain = "\n" not in tail and not any(item.more or item.note for item in items)
    if len(items) <= 2 and plain and len(flat) + 4 * depth < WIDTH - 20:  # noqa: PLR2004  (two fit beside each other)
        return _Item(flat)
    if not items:
        return _broken(f"{head} {{}}{tail}")
    return _broken(f"{head} {{\n{_block(items, depth + 1)}\n{'    ' * depth}}}{tail}")


def _flat(item: _Item) -> str:
    return " ".join(part for part in (item.head, item.body, item.tail) if part)


def _block(items: Sequence[_Item], depth: int) -> str:
    """Return the fields of a block, one a line, their columns aligned where they fit."""
    margin = "    " * depth
    heads = max((len(item.head) for item in items if item.body), default=0)
    bodies = max((len(item.body) for item in items if item.tail), default=0)
    longest = max((len(item.tail) for item in items), default=0)
    aligned = len(margin) + heads + bodies + longest + 3 <= WIDTH
    lines: list[str] = []
    for at, item in enumerate(items):
        comma = "," if at < len(items) - 1 else ""
        if item.note:
            lines += [f"{margin}-- {part}" for part in wrap(item.note, WIDTH - len(margin) - 4)]
        if item.more:
            lines += [margin + item.head, *item.more[:-1], item.more[-1] + comma]
            continue
        text = _flat(item)
        if aligned and item.body:
            text = f"{item.head:<{heads}} {item.body:<{bodies}} {item.tail}".rstrip()
        if len(margin) + len(text) >= WIDTH and item.body:
            lines += [margin + item.head, f"{margin}    {item.body} {item.tail}".rstrip() + comma]
        else:
            lines.append(margin + text + comma)
    return "\n".join(lines)
