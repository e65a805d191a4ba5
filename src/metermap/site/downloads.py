"""The downloads: what the other generators made, beside the pages, with sizes and digests.

The files go into a folder of the source that the hook copies, because mkdocs would make a page of what ends in .md.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from metermap.codegen.base import Generated
from metermap.core.digest import sha256_hex
from metermap.core.markup import code, join, labelled, link, table, tag, text
from metermap.core.text import Html, slug
from metermap.site.source import with_entry

__all__ = ["FOLDER", "SUMS", "with_downloads"]

FOLDER = "downloads"
SUMS = "SHA256SUMS"

_PATH = "downloads"
_PACKED = ("python", "c")  # what is of use as a whole only
_MOST = 60  # files of a folder that are listed one by one; more of them make one archive
# The first that a ZIP file can say. It is one of a build's outputs, and these know no day.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3

_TITLES = {
    "model": "The model",
    "report": "Reports",
    "conformance": "Conformance",
    "vectors": "Vectors",
    "python": "Bindings for Python",
    "c": "Bindings for C",
}
_MEANINGS = {
    "model/model.json": "the resolved model, for programs",
    "model/model.schema.json": "JSON Schema of model.json",
    "model/model.csv": "a line for each statement, exact, for programs",
    "model/model.sssom.tsv": "the mapping as SSSOM",
    "report/findings.json": "the errors and warnings that are open, for programs; model.json has all findings",
    "report/findings.schema.json": "JSON Schema of findings.json",
    "report/gap-report.html": "gap report, one file to send and to print",
    "report/gap-report.md": "gap report, as text",
    "report/gap-report.xlsx": "gap report, as a workbook",
    "report/gap-report.csv": "gap report, as a table",
    "report/gap-report-raw.csv": "gap report, as a table for programs",
    "report/gap-report-coverage.csv": "coverage by device, protocol and section, as a table",
    "report/gap-report.svg": "the picture of the gap report's summary",
    "report/gap-report.json": "gap report, for programs",
    "report/gap-report.schema.json": "JSON Schema of gap-report.json",
    "report/proofs.md": "value proofs, as text",
    "report/proofs.json": "value proofs, for programs",
    "report/standards.md": "standards that the mapping rests on, as text",
    "report/standards.json": "standards that the mapping rests on, for programs",
    "conformance/conformance.json": "all statements, for programs",
    "conformance/conformance.schema.json": "JSON Schema of conformance.json",
    "conformance/*/statement.md": "conformance statement, as text",
    "conformance/*/statement.xlsx": "conformance statement, a workbook to fill in",
    "conformance/*/elements.csv": "the elements that it states",
    "conformance/*/objects.csv": "COSEM objects in use",
    "conformance/*/clusters.csv": "clusters in use",
    "conformance/*/test-cases.csv": "test cases by use case, as a table",
    "conformance/*/test-cases.md": "test cases by use case, as text",
    "conformance/*/results.csv": "form for the results of a laboratory",
    "vectors/vectors.json": "octets, types and values to test a codec with",
    "vectors/vectors.schema.json": "JSON Schema of vectors.json",
    "python": "a package that needs only the standard library",
    "c": "C99 without heap, with a CMake file",
}


@dataclass(frozen=True, slots=True)
class _Download:
    """A file to download: path from the folder of downloads, what it is, and its content."""

    path: str
    meaning: str
    content: bytes


def with_downloads(source: Generated, parts: Mapping[str, Generated], package: str) -> Generated:
    """Return the site's source with a page of downloads and the files that it lists.

    `parts` are the outputs by folder, in the order in which the page lists them; paths may begin with the folder.
    """
    groups = {folder: list(_downloads(folder, part.files, package)) for folder, part in parts.items()}
    everything = sorted((each for group in groups.values() for each in group), key=lambda each: each.path)
    sums = "".join(f"{sha256_hex(each.content)}  {each.path}\n" for each in everything)
    files = {
        **source.files,
        "mkdocs.yml": with_entry(source.files["mkdocs.yml"], "Downloads", f"{_PATH}.md"),
        f"docs/{_PATH}.md": f"{_page(groups)}\n".encode(),
        f"{FOLDER}/{SUMS}": sums.encode(),
        **{f"{FOLDER}/{each.path}": each.content for each in everything},
    }
    return replace(source, files=dict(sorted(files.items())), counts={**source.counts, "downloads": len(everything)})


def _downloads(folder: str, files: Mapping[str, bytes], package: str) -> Iterator[_Download]:
    inside = {name.removeprefix(f"{folder}/"): content for name, content in sorted(files.items())}
    if folder in _PACKED or len(inside) > _MOST:
        name = f"{slug(package)}-{slug(folder)}"
        yield _Download(f"{name}.zip", _MEANINGS.get(folder, ""), _archive(name, inside))
        return
    for name, content in inside.items():
        path = f"{folder}/{name}"
        yield _Download(path, _meaning(path), content)


def _meaning(path: str) -> str:
    """Return what a file is; that of a device goes by its own name."""
    folder, name = path.partition("/")[0], path.rpartition("/")[2]
    return _MEANINGS.get(path) or _MEANINGS.get(f"{folder}/*/{name}", "")


def _archive(root: str, files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file with the files below a folder `root`: the same bytes wherever it is made.

    Nothing in it is compressed, because what a compressor gives differs from one version to the next.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{root}/{name}", _NO_TIME)
            entry.create_system, entry.external_attr = _UNIX, _REGULAR_FILE
            archive.writestr(entry, content)
    return written.getvalue()


def _page(groups: Mapping[str, list[_Download]]) -> Html:
    lead = "What the site was made with, to take along. All of it was made from the same model as these pages."
    check = join(
        (
            link(f"{FOLDER}/{SUMS}", code(SUMS)),
            text(" lists the digests: "),
            code(f"sha256sum -c {SUMS}"),
            text(" in the folder of the files checks them."),
        )
    )
    shown = _table(groups)
    return join((tag("h1", text("Downloads")), tag("p", text(lead), class_="lead"), tag("p", check), shown))


_COLUMNS = ("File", "Holds", "SHA-256", "Octets")


def _table(groups: Mapping[str, list[_Download]]) -> Html:
    bodies = (
        tag("tbody", _heading(folder), *(tag("tr", *labelled(_COLUMNS, _cells(each))) for each in group))
        for folder, group in groups.items()
        if group
    )
    count = sum(map(len, groups.values()))
    return table(f"{count:,} files", _COLUMNS, bodies, class_="downloads stack", numbers=1)


def _heading(folder: str) -> Html:
    name = text(_TITLES.get(folder, folder))
    return tag("tr", tag("th", name, colspan=str(len(_COLUMNS)), scope="rowgroup"), class_="group")


def _cells(each: _Download) -> Iterator[Html]:
    name = each.path.partition("/")[2] or each.path
    yield tag("th", link(f"{FOLDER}/{each.path}", code(name)), scope="row")
    yield tag("td", text(each.meaning))
    yield tag("td", tag("code", text(sha256_hex(each.content)), class_="digest"))
    yield tag("td", text(f"{len(each.content):,}"), class_="number")
