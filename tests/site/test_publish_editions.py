"""Editions side by side: what the folder holds, and that no name of an edition or an item does harm."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.files import MARKER, OutputRefusedError, check_paths, read_manifest, write_tree
from metermap.site.editions import INDEX, Edition, Publication, fault_of_label, published, read_editions, withdrawn
from tests.site.pages import broken, read, read_tree

SITE = {"index.html": b"<h1 id='content'>home</h1>", "assets/edition.js": b"window.metermapEdition = null;\n"}


def edition(label: str, items: dict[str, str] | None = None, renamed: dict[str, str] | None = None) -> Edition:
    return Edition(label, f"Title {label}", "GBCS", "5" * 64, items or {}, renamed or {}, ("index.html",))


def pages(items: dict[str, str]) -> dict[str, bytes]:
    return SITE | dict.fromkeys(items.values(), b"<h1 id='content'>item</h1>")


def write(root: Path, made: Publication) -> None:
    write_tree(root, made.files, keep=made.keep)


def publish(root: Path, *editions: Edition) -> None:
    for each in editions:
        write(root, published(root, each, pages(dict(each.items))))


def contents(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file() and path.name != MARKER)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


class TestFolder:
    def test_an_edition_stands_in_its_folder_and_knows_its_name(self, tmp_path: Path) -> None:
        publish(tmp_path / "public", edition("4.x"))
        found = contents(tmp_path / "public")
        assert found["4.x/index.html"] == SITE["index.html"]
        assert found["4.x/assets/edition.js"] == b'window.metermapEdition = "4.x";\n'
        assert {name for name in found if not name.startswith("4.x/")} == {
            INDEX,
            "404.html",
            "editions.html",
            "index.html",
            "compare.html",
            "assets/site.css",
            "assets/icon.svg",
        }

    def test_another_edition_leaves_the_first_as_it_is(self, tmp_path: Path) -> None:
        root = tmp_path / "public"
        publish(root, edition("4.x"))
        before = {path: path.stat() for path in (root / "4.x").rglob("*") if path.is_file()}
        publish(root, edition("5.x"))
        after = {path: path.stat() for path in before}
        assert {path: (was.st_ino, was.st_mtime_ns) for path, was in before.items()} == {
            path: (now.st_ino, now.st_mtime_ns) for path, now in after.items()
        }
        manifest = read_manifest(root)
        assert manifest is not None
        assert manifest.intact(root)
        assert {name.partition("/")[0] for name in manifest.files if "/" in name} == {"4.x", "5.x", "assets"}

    def test_an_edition_published_again_is_replaced(self, tmp_path: Path) -> None:
        root = tmp_path / "public"
        publish(root, edition("4.x", {"Old": "items/old.html"}), edition("4.x", {"New": "items/new.html"}))
        assert (root / "4.x/items/new.html").is_file()
        assert not (root / "4.x/items/old.html").exists()
        assert [each.label for each in read_editions(root)] == ["4.x"]

    def test_what_is_published_does_not_depend_on_the_order(self, tmp_path: Path) -> None:
        publish(tmp_path / "one", edition("4.x"), edition("10.0"))
        publish(tmp_path / "other", edition("10.0"), edition("4.x"))
        assert contents(tmp_path / "one") == contents(tmp_path / "other")

    def test_an_edition_taken_out_is_gone_and_the_others_stay(self, tmp_path: Path) -> None:
        root = tmp_path / "public"
        publish(root, edition("4.x"), edition("5.x"))
        write(root, withdrawn(root, "5.x"))
        assert not (root / "5.x").exists()
        publish(tmp_path / "other", edition("4.x"))
        assert contents(root) == contents(tmp_path / "other")
        write(root, withdrawn(root, "4.x"))
        assert "No edition is published." in (root / "index.html").read_text("utf-8")

    def test_the_index_gives_back_what_was_published(self, tmp_path: Path) -> None:
        one = edition("4.x", {"</script>\u2028": "items/a.html"}, {'"': "\\"})
        publish(tmp_path / "public", one)
        assert read_editions(tmp_path / "public") == (one,)
        assert (tmp_path / "public" / INDEX).read_bytes().isascii()


class TestRefusals:
    def test_another_output_of_metermap(self, tmp_path: Path) -> None:
        write_tree(tmp_path / "public", SITE)
        with pytest.raises(OutputRefusedError, match="holds another output of metermap and no editions"):
            published(tmp_path / "public", edition("4.x"), SITE)

    @pytest.mark.parametrize("spoil", ["edit", "remove"])
    def test_an_index_that_somebody_changed(self, tmp_path: Path, spoil: str) -> None:
        publish(tmp_path / "public", edition("4.x"))
        index = tmp_path / "public" / INDEX
        if spoil == "edit":
            index.write_text("alert(1)", "utf-8")
        else:
            index.unlink()
        with pytest.raises(OutputRefusedError, match=r"versions\.js is not as metermap wrote it"):
            published(tmp_path / "public", edition("5.x"), SITE)

    def test_a_label_that_differs_in_case_only(self, tmp_path: Path) -> None:
        publish(tmp_path / "public", edition("4.x"))
        with pytest.raises(OutputRefusedError, match=r"there is an edition 4\.x already"):
            published(tmp_path / "public", edition("4.X"), SITE)

    def test_an_edition_that_is_not_there(self, tmp_path: Path) -> None:
        publish(tmp_path / "public", edition("4.x"), edition("5.x"))
        with pytest.raises(OutputRefusedError, match=r"holds no edition 4\.y: there are 5\.x, 4\.x"):
            withdrawn(tmp_path / "public", "4.y")

    def test_a_file_of_the_users_in_an_edition(self, tmp_path: Path) -> None:
        root = tmp_path / "public"
        publish(root, edition("4.x"))
        (root / "4.x/notes.txt").write_text("mine", "utf-8")
        with pytest.raises(OutputRefusedError, match=r"not metermap's: 4\.x/notes\.txt"):
            publish(root, edition("5.x"))
        assert (root / "4.x/notes.txt").read_text("utf-8") == "mine"


class TestLabels:
    @pytest.mark.parametrize("label", ["4.x", "v1.0.0", "2026-11", "draft", "GBCS_4.1-rc2", "a"])
    def test_plain_names_will_do(self, label: str) -> None:
        assert fault_of_label(label) == ""

    @pytest.mark.parametrize(
        "label",
        [
            *("", ".", "..", ".hidden", "a/b", "a\\b", "../x", "a b", "4.", "é", "x" * 41, "-x", "con", "NUL.1", "a\n"),
            *("assets", "index.html", "versions.js", "compare.html", "editions", "404", "latest", "Assets"),
        ],
    )
    def test_names_that_are_no_folder_everywhere_are_refused(self, label: str) -> None:
        assert fault_of_label(label)

    @given(st.text(max_size=50))
    def test_what_is_not_refused_is_one_folder_beside_the_others(self, label: str) -> None:
        if not fault_of_label(label):
            assert label == label.strip().strip("/")
            check_paths([f"{label}/index.html", INDEX, "index.html", "compare.html", "assets/site.css"])

    @pytest.mark.parametrize(
        "newest_first",
        [
            ["10.0", "9.1", "9"],
            ["v2", "v1.10", "v1.9"],
            ["4.x", "3.x", "draft"],
            ["2026-11", "2026-2"],
            ["b", "a"],
            ["v4.10", "4.0", "V3", "draft"],
            ["v4.1-rc1", "v4.0.1", "v4.0", "v4.0-rc10", "4.0-rc2", "v4.0-beta", "v3.9"],
            ["4.x", "4.x-draft2", "4.x-draft1", "4.0"],
            ["5.0-gb", "5.0", "5.0rc1"],
        ],
    )
    def test_numbers_count_as_numbers_and_come_before_words(self, tmp_path: Path, newest_first: list[str]) -> None:
        publish(tmp_path / "public", *map(edition, sorted(newest_first)))
        assert [each.label for each in read_editions(tmp_path / "public")] == newest_first


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three editions: one item stays, one is renamed twice, one is new; names are hostile."""
    root = tmp_path_factory.mktemp("three") / "public"
    publish(
        root,
        edition("1", {"Stays": "items/stays.html", "A": "items/a.html"}),
        edition("2", {"Stays": "items/stays.html", "B": "items/b.html"}, {"A": "B"}),
        edition(
            "3",
            {"Stays": "items/stays.html", "<b>": "items/b-b.html", "New": "items/new.html"},
            {"A": "B", "B": "<b>"},
        ),
    )
    return root


class TestPages:
    def test_every_link_resolves(self, three: Path) -> None:
        files = set(contents(three))
        assert broken(read_tree(three), files) == []

    def test_the_first_page_leads_to_the_newest(self, three: Path) -> None:
        page = (three / "index.html").read_text("utf-8")
        assert '<meta http-equiv="refresh" content="0; url=3/index.html">' in page
        assert read(page).links == ["editions.html", "3/index.html", "editions.html"]

    def test_the_list_of_editions_stays_and_is_reached_from_the_others(self, three: Path) -> None:
        page = (three / "editions.html").read_text("utf-8")
        assert 'http-equiv="refresh"' not in page
        assert [link for link in read(page).links if link.endswith("/index.html")] == [
            "3/index.html",
            "2/index.html",
            "1/index.html",
        ]
        assert "editions.html" in read((three / "compare.html").read_text("utf-8")).links

    @pytest.mark.parametrize(
        ("labels", "first"),
        [
            (["4.0", "v4.10", "draft"], "v4.10"),
            (["v4.0", "v4.1-rc1", "draft"], "v4.0"),
            (["v4.0-rc1", "draft"], "draft"),
            (["v4.0-rc1"], "v4.0-rc1"),
        ],
    )
    def test_a_candidate_is_no_front_page_where_there_is_another(
        self, tmp_path: Path, labels: list[str], first: str
    ) -> None:
        publish(tmp_path / "public", *map(edition, labels))
        assert f'content="0; url={first}/index.html"' in (tmp_path / "public/index.html").read_text("utf-8")

    def test_the_page_for_what_is_missing_leads_nowhere(self, three: Path) -> None:
        page = read((three / "404.html").read_text("utf-8"))
        assert (page.links, page.loads, page.inline) == ([], [], [])

    def test_an_item_stands_on_one_line_under_all_its_names(self, three: Path) -> None:
        page = (three / "compare.html").read_text("utf-8")
        rows = [re.sub(r"<[^>]*>", "|", row) for row in re.findall(r"<tr>(.*?)</tr>", page)]
        cells = [[cell for cell in row.split("|") if cell] for row in rows]
        assert ["&lt;b&gt;", "its page", "as B", "as A"] in cells
        assert ["New", "its page", "not there", "not there"] in cells
        assert ["Stays", "its page", "its page", "its page"] in cells
        assert "1 of 3 data items are in each of the 3 editions, under one name." in read(page).text

    def test_nothing_is_inline_and_nothing_from_elsewhere(self, three: Path) -> None:
        for name in ("index.html", "editions.html", "compare.html"):
            page = read((three / name).read_text("utf-8"))
            assert page.inline == []
            assert sorted(page.loads) == ["assets/icon.svg", "assets/site.css"]

    def test_the_index_is_a_script_with_one_edition_a_line(self, three: Path) -> None:
        start, *lines, end = (three / INDEX).read_text("utf-8").splitlines()
        assert (start, end) == ("window.metermapVersions = [", "];")
        assert [json.loads(line.rstrip(","))["label"] for line in lines] == ["3", "2", "1"]
