"""The call graph of the generated C, as gcc writes it: who calls whom, and how much stack each takes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from tests.codegen.proving.compilers import run
from tests.tools import require_tool

__all__ = ["INDIRECT", "CallGraph", "Frame", "call_graph"]

INDIRECT: Final = "__indirect_call"
_NODE: Final = re.compile(r'^node: { title: "([^"]+)" label: "[^"]*?\\n(\d+) bytes \(([\w,]+)\)', re.MULTILINE)
_EDGE: Final = re.compile(r'^edge: { sourcename: "([^"]+)" targetname: "([^"]+)"', re.MULTILINE)


@dataclass(frozen=True)
class Frame:
    """The stack that one call of a function takes: octets, and gcc's word for how sure that is."""

    octets: int
    kind: str


@dataclass(frozen=True)
class CallGraph:
    """Functions by name (`file.c:name` if static) and the functions that each calls."""

    frames: Mapping[str, Frame]
    calls: Mapping[str, frozenset[str]]

    def with_pointers(self, folder: Path) -> "CallGraph":
        """Return the graph in which a function that calls by a pointer calls all that it is ever handed.

        Raises:
            ValueError: nothing in `folder` hands a function to one that calls by a pointer.
        """
        texts = {path.name: path.read_text("utf-8") for path in folder.glob("*.c")}
        handed = {name: self._handed(name, texts) for name, called in self.calls.items() if INDIRECT in called}
        return CallGraph(
            self.frames,
            {name: called - {INDIRECT} | handed.get(name, frozenset()) for name, called in self.calls.items()},
        )

    def _handed(self, name: str, texts: Mapping[str, str]) -> frozenset[str]:
        """Return the functions that stand among the arguments of calls of a static function."""
        home, _, function = name.rpartition(":")
        calls = re.findall(rf"\b{function}\(([^;{{]*)\)", texts[home])
        words = {word for call in calls for word in re.findall(r"\w+", call)}
        found = {known for word in words for known in (word, f"{home}:{word}") if known in self.calls}
        if not found:  # what the compiler took in by way of others: all that the file hands to any function
            words = set(re.findall(r"[(,]\s*(\w+)(?=\s*[,)])", texts[home]))
            found = {known for word in words for known in (word, f"{home}:{word}") if known in self.calls} - {name}
        if not found:
            message = f"{name} calls by a pointer, and nobody hands it a function"
            raise ValueError(message)
        return frozenset(found)

    @property
    def circle(self) -> tuple[str, ...]:
        """Functions that call each other in a circle; empty without recursion."""
        left = dict(self.calls)
        while True:
            ends = [name for name, called in left.items() if not called & left.keys()]
            if not ends:
                return tuple(sorted(left))
            for name in ends:
                del left[name]

    @cached_property
    def deepest(self) -> tuple[int, tuple[str, ...]]:
        """The most stack that a chain of calls takes, and the chain; for a graph without circles."""
        known: dict[str, tuple[int, tuple[str, ...]]] = {}
        for name in self._callees_first():
            below = max((known[each] for each in self.calls.get(name, ()) if each in known), default=(0, ()))
            frame = self.frames[name].octets if name in self.frames else 0
            known[name] = (frame + below[0], (name, *below[1]))
        return max(known.values())

    def _callees_first(self) -> Iterator[str]:
        left = dict(self.calls)
        while left:
            ends = sorted(name for name, called in left.items() if not called & left.keys())
            assert ends, "the graph has a circle"
            yield from ends
            for name in ends:
                del left[name]


def call_graph(folder: Path, into: Path, *flags: str) -> CallGraph:
    """Compile the C in `folder` with gcc, and return the calls in it."""
    sources = sorted(folder.glob("*.c"))
    run([require_tool("gcc"), "-std=c99", *flags, "-fcallgraph-info=su", "-c", *sources], into)
    text = "".join(path.read_text("utf-8") for path in sorted(into.glob("*.ci"))).replace(f"{folder}/", "")
    frames = {name: Frame(int(octets), kind) for name, octets, kind in _NODE.findall(text)}
    calls: dict[str, set[str]] = {name: set() for name in frames}
    for caller, called in _EDGE.findall(text):
        calls[caller].add(called)
    return CallGraph(frames, {name: frozenset(called) for name, called in calls.items()})
