"""Small workspaces for tests, with real rows of the Great Britain catalogue, made on the spot."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook

from metermap.catalogue.consistency import check_consistency
from metermap.catalogue.model import Catalogue
from metermap.catalogue.reader import read_catalogue
from metermap.core.findings import Finding, Findings
from metermap.core.workspace import load_workspace

GB = Path(__file__).parents[2] / "gb"

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ELEMENT_HEADERS = (
    "Element id",
    "Row",
    "Reference",
    "Item",
    "Attribute path",
    "Category",
    "Data type",
    "Sensitive",
    "Readers",
    "Writers",
    "Devices",
)
ELEMENT_ROWS: tuple[tuple[str | int | None, ...], ...] = (
    (
        "ActiveExportRegister.value",
        100,
        "SMETS 5.7.5.2",
        "ActiveExportRegister",
        "value",
        "Operational data",
        "INTEGER",
        "yes",
        "Access Control Broker;Network Operator",
        None,
        "ESME",
    ),
    (
        "CalorificValue.value",
        21,
        "SMETS 4.6.4.3",
        "CalorificValue",
        "value",
        "Configuration data",
        "INTEGER",
        None,
        "Supplier",
        None,
        "GSME",
    ),
)
HAN_ROW = ("Cumulative Current Day Value Store.cost", None, "Cumulative Current Day Value Store", "cost", "ESME; GPF")
USE_CASE_ROW = ("ECS17a", "ECS17a Read ESME Energy Registers (Export Energy)", "0x0026", "ESME", "DLMS")

TOML = """
name = "small"
package = "small"
title = "A small workspace"
edition = "GBCS 4.x"
errata = "errata.toml"

[[workbook]]
file = "small.xlsx"
elements = ["Elements"]
use_cases = ["Use cases"]
han_only = ["HAN"]

[[device]]
id = "ESME"
title = "Electricity"
carrier = "dlms"
protocols = { dlms = "tunnelled" }

[[device]]
id = "GSME"
title = "Gas"
carrier = "sep"
protocols = { sep = "tunnelled" }

[[device]]
id = "GPF"
title = "Gas proxy"
carrier = "sep"
protocols = { sep = "native" }
"""


def small_workspace(root: Path, change: Callable[[Workbook], object] = lambda _: None, errata: str = "") -> Path:
    """Make a workspace with two elements, a HAN item and a use case; `change` may spoil the workbook.

    The header of Elements stands in row 3, its first section heading in row 4, its rows from 5 on.
    """
    book = Workbook()
    elements = book.worksheets[0]
    elements.title = "Elements"
    elements["A1"] = "Elements of a small catalogue"
    elements.merge_cells("A1:K1")
    fill(elements, 3, ELEMENT_HEADERS)
    elements["A4"] = "Operational data"
    elements.merge_cells("A4:K4")
    for number, row in enumerate(ELEMENT_ROWS, 5):
        fill(elements, number, row)
    han = book.create_sheet("HAN")
    fill(han, 1, ("Element id", "Reference", "Item", "Attribute path", "Devices"))
    fill(han, 2, HAN_ROW)
    cases = book.create_sheet("Use cases")
    fill(
        cases,
        1,
        (
            "Use case",
            "Title",
            "Message code",
            "Target",
            "Protocol",
            "Message type",
            "Read or update",
            "Future datable",
            "Replay protection",
            "Remote party roles",
            "Service reference",
        ),
    )
    fill(cases, 2, USE_CASE_ROW)
    change(book)
    book.save(root / "small.xlsx")
    (root / "metermap.toml").write_text(TOML, encoding="utf-8")
    (root / "errata.toml").write_text(errata, encoding="utf-8")
    return root


def fill(sheet: Worksheet, row: int, values: tuple[str | float | None, ...]) -> None:
    for column, value in enumerate(values, 1):
        sheet.cell(row, column, value)


def read(root: Path) -> tuple[Catalogue | None, tuple[Finding, ...]]:
    """Read the catalogue of the workspace at `root`."""
    findings = Findings()
    workspace = load_workspace(root, findings)
    assert workspace is not None, list(findings)
    return read_catalogue(workspace, findings), findings.sorted()


def check(root: Path) -> tuple[Finding, ...]:
    """Return what reading the catalogue of the workspace at `root` finds, and what the rules find in it then."""
    catalogue, found = read(root)
    assert catalogue is not None, found
    findings = Findings(list(found))
    check_consistency(catalogue, findings)
    return findings.sorted()


def must_read(root: Path) -> Catalogue:
    catalogue, findings = read(root)
    assert catalogue is not None, findings
    return catalogue


def only(findings: tuple[Finding, ...]) -> Finding:
    assert len(findings) == 1, [(finding.code, str(finding.place), finding.message) for finding in findings]
    return findings[0]


def rewrite(path: Path, change: Mapping[str, Callable[[bytes], bytes]]) -> None:
    """Change parts inside a workbook, as no spreadsheet program would."""
    old = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename in change:
                content = change[member.filename](content)
            new.writestr(member.filename, content)


def share_strings(path: Path) -> None:
    """Store the texts in a part of their own, as spreadsheet programs do and openpyxl does not."""
    shared: dict[bytes, int] = {}

    def share(found: re.Match[bytes]) -> bytes:
        return b't="s"><v>%d</v>' % shared.setdefault(found[1], len(shared))

    relation = (
        b'<Relationship Id="shared" Target="sharedStrings.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
    )
    content_type = (
        b'<Override PartName="/xl/sharedStrings.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
    )
    old = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename.startswith("xl/worksheets/"):
                content = re.sub(rb't="inlineStr"><is>(.*?)</is>', share, content, flags=re.DOTALL)
            if member.filename == "xl/_rels/workbook.xml.rels":
                content = content.replace(b"</Relationships>", relation + b"</Relationships>")
            new.writestr(member.filename, content.replace(b"</Types>", content_type + b"</Types>"))
        items = b"".join(b"<si>%s</si>" % text for text in shared)
        namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        new.writestr("xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (namespace, items))


def edit(path: Path, change: Callable[[Workbook], object]) -> None:
    """Edit a workbook as a person would."""
    book = load_workbook(path)
    change(book)
    book.save(path)


_WORKER = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
from metermap.core.findings import Findings
from metermap.core.workspace import load_workspace
from metermap.catalogue.reader import read_catalogue
findings = Findings()
catalogue = read_catalogue(load_workspace(Path(sys.argv[1]), findings), findings)
print("read" if catalogue else "refused")
for finding in findings.sorted():
    print(finding.code, finding.place, finding.message, finding.help, sep="|")
"""


def read_in_worker(root: Path, memory: int = 3_000_000_000) -> list[str]:
    """Read a hostile workspace in a process of its own, with ten times the time and memory it may need.

    `memory` is in octets.

    Returns ``read`` or ``refused``, then a line a finding.
    """
    done = subprocess.run(
        [sys.executable, "-c", _WORKER, str(root), str(memory)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
