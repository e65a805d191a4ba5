"""Reading 50,000 rows of 12 columns: our reader against openpyxl's two modes, each in a process of its own.

The rows are those of gb, repeated. Ours gives all facts of a cell, its place among them, with all
guards; of openpyxl only the values are asked. Recalled: the second reading of a workbook that did not change.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from benchmarks.measure import GB

ROWS = 50_000
ROUNDS = 3
SHEET = "xl/worksheets/sheet1.xml"

OURS = """
from metermap.catalogue.xlsx.reader import open_workbook
from metermap.core.findings import Findings
from pathlib import Path
with open_workbook(Path(sys.argv[1]), "large.xlsx", Findings()) as book:
    cells = sum(cell.row > 0 for sheet in book.sheets for cell in book.cells(sheet.name))
"""
NORMAL = """
from openpyxl import load_workbook
book = load_workbook(sys.argv[1], data_only=True)
cells = sum(cell.value is not None for sheet in book for row in sheet.iter_rows() for cell in row)
"""
READ_ONLY = NORMAL.replace("data_only", "read_only=True, data_only")
# The peak is that of the process itself: what getrusage tells includes the process that started it.
MEASURED = """
import sys, time
{}
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(time.process_time(), int(peak) / 1024, cells)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "large.xlsx"
        for name, text in (("shared strings", shared), ("inline strings", inline), ("no text twice", unlike)):
            make(workbook, text)
            compare(name, workbook, f"{folder}/cache {name}")


def compare(name: str, workbook: Path, cache: str) -> None:
    """Print time and memory of each way to read the workbook, and the ratios to openpyxl's read-only mode."""
    figures: dict[str, list[tuple[float, float, int]]] = {}
    for number in range(ROUNDS):
        figures.setdefault("openpyxl, read-only", []).append(run(READ_ONLY, workbook, ""))
        figures.setdefault("metermap", []).append(run(OURS, workbook, f"{cache} {number}"))
        figures.setdefault("metermap, nothing kept", []).append(run(OURS, workbook, ""))
        figures.setdefault("metermap, recalled", []).append(run(OURS, workbook, f"{cache} {number}"))
    figures["openpyxl, normal"] = [run(NORMAL, workbook, "")]
    cells = {count for runs in figures.values() for *_, count in runs}
    print(f"{name}: {ROWS:,} rows, {', '.join(f'{count:,}' for count in sorted(cells))} cells with a value")
    base_time, base_peak = medians(figures["openpyxl, read-only"])
    for who, runs in figures.items():
        seconds, peak = medians(runs)
        print(
            f"  {who:24} {seconds:7.2f} s {peak:7.1f} MB   of read-only's: "
            f"time {seconds / base_time:5.2f}, memory {peak / base_peak:5.2f}"
        )


def run(program: str, workbook: Path, cache: str) -> tuple[float, float, int]:
    """Return the CPU seconds, the peak in megabytes and the cells of a process that reads the workbook."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED.format(program), str(workbook)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "METERMAP_CACHE": cache},
    )
    seconds, peak, cells = done.stdout.split()
    return float(seconds), float(peak), int(cells)


def medians(runs: list[tuple[float, float, int]]) -> tuple[float, float]:
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


Text = Callable[[str, int, dict[str, int]], str]


def shared(text: str, _: int, strings: dict[str, int]) -> str:
    return f' t="s"><v>{strings.setdefault(text, len(strings))}</v></c>'


def inline(text: str, _: int, __: dict[str, int]) -> str:
    return f' t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def unlike(text: str, row: int, strings: dict[str, int]) -> str:
    return inline(f"{text} {row}", row, strings)


def make(path: Path, text: Text) -> None:
    """Write the workbook: rows of gb, some hidden, some struck through, with formats, merges and shared strings."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "text"
    sheet["B1"].number_format = "0.0"
    sheet["C1"].font = Font(strike=True)
    book.save(path)
    with zipfile.ZipFile(path) as old:
        parts = {member.filename: old.read(member) for member in old.infolist()}
    head, _, tail = parts.pop(SHEET).partition(b"<sheetData>")
    head = head.replace(b'ref="A1:C1"', b'ref="A1:L%d"' % ROWS)  # openpyxl's read-only mode believes it
    tail = tail.partition(b"</sheetData>")[2]
    merges = "".join(f'<mergeCell ref="A{row}:L{row}"/>' for row in range(200, ROWS, 200))
    strings: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        with new.open(SHEET, "w") as stream:
            stream.write(head + b"<sheetData>")
            stream.writelines(rows(text, strings))
            stream.write(f'</sheetData><mergeCells count="{ROWS // 200 - 1}">{merges}</mergeCells>'.encode() + tail)
        texts = "".join(f"<si><t>{escape(string)}</t></si>" for string in strings)
        namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{namespace}">{texts}</sst>'.encode()
        parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(b"</R", RELATION + b"</R")
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", CONTENT_TYPE + b"</Types>")
        for name, content in parts.items():
            new.writestr(name, content)


RELATION = (
    b'<Relationship Id="strings" Target="/xl/sharedStrings.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
)
CONTENT_TYPE = (
    b'<Override PartName="/xl/sharedStrings.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)


def rows(text: Text, strings: dict[str, int]) -> Iterator[bytes]:
    """Yield the rows' XML; the twelfth column is a number with a format."""
    source = load_workbook(GB / "smets2.xlsx", read_only=True)["Elements"]
    printed = [[cell.value for cell in row][:11] for row in source.iter_rows(min_row=6)]
    for number, values in enumerate(islice(cycle(printed), ROWS), 1):
        cells = []
        for letter, value in zip("ABCDEFGHIJKL", [*values, number / 8], strict=True):
            style = {"A": 2 if number % 50 == 0 else 0, "L": 1}.get(letter, 0)
            start = f'<c r="{letter}{number}" s="{style}"'
            if isinstance(value, str):
                cells.append(start + text(value, number, strings))
            else:
                cells.append(f"{start}/>" if value is None else f"{start}><v>{value}</v></c>")
        hidden = ' hidden="1"' if number % 100 == 0 else ""
        yield f'<row r="{number}"{hidden}>{"".join(cells)}</row>'.encode()


if __name__ == "__main__":
    main()
