"""How clauses are spoken, in one fixed order."""

from __future__ import annotations

from collections.abc import Iterator

from metermap.mappings import syntax as s
from metermap.mappings.reading import words

__all__ = ["allowed", "clauses", "coding"]

_COMPARED = {
    "=": "is",
    "!=": "is not",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
}


def clauses(node: s.Clauses) -> str:
    """Return the clauses of one place, each behind a comma; `by` and `through`, which have parts, are left out."""
    return "".join(f", {clause}" for clause in (*_of_the_value(node), *_of_the_statement(node), *_of_the_review(node)))


def _of_the_value(node: s.Clauses) -> Iterator[str]:
    if node.type is not None:
        length = "" if node.type.length is None else f" of length {node.type.length}"
        yield f"as {node.type.name}{length}"
    if node.unit is not None:
        yield f"in {words.expression(node.unit)}"
    if node.only is not None:
        yield f"only {words.values(node.only)}"
    if node.coded is not None:
        yield f"coded {coding(node.coded)}"
    if node.becomes is not None:
        taker, time = node.becomes
        yield f"which becomes {words.path(taker)} at {words.path(time)}"
    if node.optional:
        yield "which need not be there"


def _of_the_statement(node: s.Clauses) -> Iterator[str]:
    if node.when:
        yield f"when {' and '.join(map(_test, node.when))}"
    if node.use_cases:
        cases = "use case" if len(node.use_cases) == 1 else "use cases"
        yield f"for {cases} {words.listed(map(_use_case, node.use_cases))}"
    if node.since:
        yield f"since edition {node.since}"
    if node.until:
        yield f"until edition {node.until}"


def _of_the_review(node: s.Clauses) -> Iterator[str]:
    yield from (f"because {words.quoted(reason)}" for reason in node.because)
    yield from (f"despite {words.quoted(reason)}" for reason in node.despite)
    if node.status:
        record = words.listed(f"{name} {words.quoted(value)}" for name, value in node.record) if node.record else ""
        yield f"with the status {node.status}" + (f" ({record})" if record else "")
    yield from (allowed(one) for one in node.allow)


def _test(node: s.Compared) -> str:
    return f"{words.expression(node.left)} {_COMPARED[node.operator]} {words.values(node.right)}"


def _use_case(node: s.Step) -> str:
    if node.args is None:
        return words.step(node)
    case = s.Step(node.name, node.quoted, None, node.indices, node.at)
    return f"{words.step(case)} (by {words.listed(map(words.bound, node.args), 'or')} only)"


def coding(node: s.Coded) -> str:
    """Return a table of codes in words, or the name of one."""
    if node.name:
        return f"as in {node.name}"
    return words.listed(_entry(ours, theirs) for ours, theirs in node.entries)


def _entry(ours: s.Set, theirs: s.Set) -> str:
    if words.is_anything(ours) and words.is_anything(theirs):
        return "the rest as it is"
    return f"{words.values(ours)} as {words.values(theirs)}"


def allowed(node: s.Allow) -> str:
    """Return which findings are allowed, and why."""
    one = len(node.codes) == 1
    named = f"the {'finding' if one else 'findings'} {words.listed(node.codes)}"
    return f"{named} {'is' if one else 'are'} allowed because {words.quoted(node.reason)}"
