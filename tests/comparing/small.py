"""A small workspace and repositories around it, made on the spot."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from metermap.codegen.exchange.documents import model_document
from metermap.core.exits import Exit
from metermap.resolving import Run, resolve
from tests.tools import require_tool

TOML = """\
name = "small"
package = "small"
title = "A small workspace"
edition = "GBCS 4.x"
mappings = ["mappings/*.map"]

[[workbook]]
file = "small.csv"
elements = ["*"]

[[device]]
id = "ESME"
title = "Electricity meter"
carrier = "dlms"
protocols = { dlms = "native" }
"""
CATALOGUE = """\
Element id,Row,Reference,Item,Attribute path,Category,Data type,Sensitive,Readers,Writers,Devices
ActiveExportRegister.value,100,SMETS 5.7.5.2,ActiveExportRegister,value,Operational data,INTEGER,,Supplier,,ESME
ActiveImportRegister.value,101,SMETS 5.7.5.3,ActiveImportRegister,value,Operational data,INTEGER,,Supplier,,ESME
"""
MAPPING = """\
on ESME over dlms, native.
ActiveExportRegister is Register 1-0:2.8.0.255 {
    value: value
}.
ActiveImportRegister is Register 1-0:1.8.0.255 {
    value: value
}.
"""
FILES = {"metermap.toml": TOML, "small.csv": CATALOGUE, "mappings/small.map": MAPPING}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files, by their paths, into a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def small(folder: Path, *replaced: tuple[str, str]) -> Path:
    """Make the small workspace in a folder, with texts replaced in all its files."""
    files = dict(FILES)
    for old, new in replaced:
        assert any(old in text for text in files.values())
        files = {name: text.replace(old, new) for name, text in files.items()}
    return write(folder, files)


def model_json(root: Path) -> str:
    """Return the model.json that a build of the workspace in a folder writes."""
    resolved = resolve(root, Run())
    assert not isinstance(resolved, Exit)
    return json.dumps(model_document(resolved.model, ()))


@dataclass(frozen=True)
class Repository:
    """A git repository in a folder."""

    root: Path

    def git(self, *arguments: str, data: bytes = b"") -> str:
        """Run git there, and return what it prints."""
        who = {f"GIT_{who}_{what}": "editor" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        command = [require_tool("git"), *arguments]
        done = subprocess.run(command, cwd=self.root, env=environment, input=data, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode().strip()

    def commit(self, tag: str = "") -> str:
        """Commit all that is there, and return the id."""
        self.git("add", "-A", "--force")
        self.git("commit", "-q", "-m", "A state", "--allow-empty")
        if tag:
            self.git("tag", tag)
        return self.git("rev-parse", "HEAD")

    def plant(self, lines: list[tuple[str, str, str]]) -> str:
        """Commit a tree of these modes, objects and paths, whatever git thinks of them, and return the id."""
        listing = b"".join(
            f"{mode} {name}".encode() + b"\0" + bytes.fromhex(identity) for mode, identity, name in lines
        )
        tree = self.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", data=listing)
        return self.git("commit-tree", "-m", "Planted", tree)

    def blob(self, data: bytes) -> str:
        """Keep octets as an object, and return its id."""
        return self.git("hash-object", "-w", "--stdin", data=data)


def repository(root: Path) -> Repository:
    """Make an empty repository in a folder."""
    root.mkdir(parents=True, exist_ok=True)
    made = Repository(root)
    made.git("init", "-q", "-b", "main", ".")
    return made
