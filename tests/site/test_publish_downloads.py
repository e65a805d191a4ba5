"""The downloads: every file that the page lists is there, is what its digest says, and comes as it was made."""

import hashlib
import io
import subprocess
import zipfile
from pathlib import Path

import pytest

from metermap.codegen.base import Generated, GeneratorInput
from metermap.core.files import write_tree
from metermap.protocols import load_dictionaries
from metermap.site import generate, render, with_downloads
from tests.site.pages import broken, read_tree
from tests.site.small_model import small_model

PARTS = {
    "model": Generated({"model/model.json": b"{}", "model/model.schema.json": b"{ }"}, {}),
    "report": Generated({"gap-report.md": b"# A report, and no page\n", "gap-report.html": b"<p>report</p>"}, {}),
    "python": Generated({"gb_bindings/__init__.py": b"x = 1\n", "pyproject.toml": b""}, {}),
    "<plug> in": Generated({"a|b.txt": b"theirs", "more/index.html": b"<p>theirs</p>"}, {}),
    "empty": Generated({}, {}),
}


def source() -> Generated:
    request = GeneratorInput(small_model(), "small", {}, load_dictionaries())
    return with_downloads(generate(request), PARTS, "small")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with downloads, built."""
    folder = tmp_path_factory.mktemp("downloads")
    write_tree(folder / "src", source().files)
    assert render(folder / "src", folder / "site") == ()
    return folder / "site"


def test_the_files_come_as_they_were_made(site: Path) -> None:
    assert (site / "downloads/model/model.json").read_bytes() == b"{}"
    assert (site / "downloads/report/gap-report.md").read_bytes() == b"# A report, and no page\n"
    assert (site / "downloads/report/gap-report.html").read_bytes() == b"<p>report</p>"


def test_the_page_lists_each_with_size_and_digest_and_every_link_resolves(site: Path) -> None:
    pages = read_tree(site)
    pages = {name: page for name, page in pages.items() if not name.startswith("downloads/")}
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    page = pages["downloads.html"]
    listed = {link for link in page.links if link.startswith("downloads/")}
    assert listed == {name for name in files if name.startswith("downloads/")}
    assert broken(pages, files) == []
    for name in listed - {"downloads/SHA256SUMS"}:
        data = (site / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() in page.text
        assert f"{len(data):,}" in page.text


def test_sha256sum_checks_them(site: Path) -> None:
    subprocess.run(["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=site / "downloads", check=True)


def test_bindings_are_one_archive(site: Path) -> None:
    with zipfile.ZipFile(site / "downloads/small-python.zip") as archive:
        assert archive.namelist() == ["small-python/gb_bindings/__init__.py", "small-python/pyproject.toml"]
        assert archive.read("small-python/gb_bindings/__init__.py") == b"x = 1\n"
        assert {(entry.date_time, entry.compress_type) for entry in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)
        }


def test_a_folder_of_many_files_is_one_archive() -> None:
    many = {"odd": Generated({f"odd/file{number}.txt": b"" for number in range(61)}, {})}
    request = GeneratorInput(small_model(), "small", {}, load_dictionaries())
    files = with_downloads(generate(request), many, "small").files
    with zipfile.ZipFile(io.BytesIO(files["downloads/small-odd.zip"])) as archive:
        assert len(archive.namelist()) == 61


def test_the_same_parts_give_the_same_bytes() -> None:
    assert source() == source()


def test_names_of_a_plug_in_are_shown_as_text(site: Path) -> None:
    page = (site / "downloads.html").read_text("utf-8")
    assert "&lt;plug&gt; in" in page
    assert "<plug>" not in page
