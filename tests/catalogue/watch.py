"""A program that reads a workbook and tells all that Python does meanwhile with files, processes, sockets and code.

Arguments: the workbook; a folder in which files may be opened and written, or an empty text; and
``careless``, to do what must not be done, so that a test can see the watch see it.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import sysconfig
from pathlib import Path
from types import CodeType

import metermap
from metermap.catalogue.xlsx.reader import open_workbook
from metermap.core.findings import Findings

_LIBRARY = (sysconfig.get_path("stdlib"), str(Path(metermap.__file__).parent))
_HARMLESS = frozenset({"array.__new__", "builtins.id", "marshal.loads", "object.__getattr__", "sys._getframe"})
_CHANGES = frozenset({"os.mkdir", "os.rename", "os.remove"})
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_LISTS = frozenset({"glob.glob", "glob.glob/2", "os.listdir", "os.scandir", "pathlib.Path.glob"})


class Watch:
    """An audit hook; `told` are the events that reading a workbook has no reason for."""

    def __init__(self, workbook: str, folder: str) -> None:
        self.workbook = workbook
        self.folder = folder
        self.on = False
        self.told: list[tuple[str, str]] = []
        sys.addaudithook(self)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.on and event not in _HARMLESS and not self._is_allowed(event, arguments):
            self.told.append((event, f"{arguments!r:.200}"))

    def _is_allowed(self, event: str, arguments: tuple[object, ...]) -> bool:
        first = arguments[0] if arguments else None
        match event:
            case "import":
                return str(first).partition(".")[0] in {*sys.stdlib_module_names, "metermap"}
            case "exec":
                return isinstance(first, CodeType) and self._is_in(first.co_filename, *_LIBRARY)
            case "open":
                return self._may_open(first, arguments[2])
        return (event in _LISTS and self._is_in(f"{first}/", *_LIBRARY, self.folder)) or (
            event in _CHANGES and self._is_in(f"{first}/", self.folder)
        )

    def _may_open(self, path: object, flags: object) -> bool:
        if isinstance(path, int):  # a file that was opened by name, and told, before
            return True
        name = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
        reads = isinstance(flags, int) and not flags & _WRITES
        return (name == self.workbook and reads) or self._is_in(name, *_LIBRARY, self.folder)

    @staticmethod
    def _is_in(path: str, *folders: str) -> bool:
        return any(folder and path.startswith(f"{folder}{os.sep}") for folder in folders)


def be_careless(workbook: str) -> None:
    """Do what reading a workbook must never do."""
    socket.socket().close()
    for path, mode in (("/etc/hostname", "rb"), (workbook, "ab")):
        Path(path).open(mode).close()
    os.system(":")  # noqa: S605  (that is the point)
    exec("0")  # noqa: S102


def main(workbook: str, folder: str, careless: str = "") -> None:
    """Print how many cells the workbook has, the codes of the findings, and what was told."""
    findings = Findings()
    watch = Watch(workbook, folder)
    watch.on = True
    with open_workbook(Path(workbook), "small.xlsx", findings) as book:
        cells = sum(1 for sheet in book.sheets for _ in book.cells(sheet.name)) if book else 0
    if careless:
        be_careless(workbook)
    watch.on = False
    print(json.dumps([cells, [finding.code for finding in findings], watch.told]))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
