"""What the site says, and that every page of it is sound."""

import dataclasses
import hashlib
import html
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from mkdocs.config import load_config

from metermap.catalogue.model import Value
from metermap.codegen.base import GeneratorInput
from metermap.core.addresses import NamedAddress
from metermap.core.files import write_tree
from metermap.core.markup import label
from metermap.mappings.model import ResolvedModel
from metermap.protocols import load_dictionaries
from metermap.site import generate, render
from tests.site.hostile import HOSTILE, build
from tests.site.pages import Read, broken, read, read_tree
from tests.site.small_model import renamed, small_model

_BREAKS = Counter({"wbr": 10**6})


def sources(model: ResolvedModel) -> dict[str, str]:
    files = generate(GeneratorInput(model, "small", {}, load_dictionaries())).files
    return {name: content.decode() for name, content in files.items()}


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Read]:
    return read_tree(site)


class TestPageSet:
    def test_there_is_a_page_for_each_thing_and_nothing_else(self, pages: dict[str, Read]) -> None:
        assert sorted(pages) == [
            "404.html",
            "changes.html",
            "classes/1.html",
            "classes/113.html",
            "classes/3.html",
            "classes/index.html",
            "clusters/0x0702-client-command-0x0d.html",
            "clusters/0x0702-server-attribute-0x0000.html",
            "clusters/0x0702-server-attribute-0x0607.html",
            "clusters/0x0702.html",
            "clusters/index.html",
            "devices/esme.html",
            "devices/gsme.html",
            "devices/index.html",
            "findings.html",
            "gaps.html",
            "index.html",
            "items/active-export-register.html",
            "items/active-import-register.html",
            "items/index.html",
            "items/supply-outage-restore.html",
            "items/supply-tamper-state.html",
            "matrix.html",
            "objects/1-0-0-94-44-0-4.html",
            "objects/113-0-0-19-20-1-255.html",
            "objects/3-1-0-2-8-0-255.html",
            "objects/index.html",
            "parity.html",
            "proofs.html",
            "rules/index.html",
            "rules/mm501.html",
            "search.html",
            "sections/index.html",
            "sections/smets-5-7-5.html",
            "standards.html",
            "use-cases/ecs17a.html",
            "use-cases/gcs21m.html",
            "use-cases/index.html",
        ]

    def test_nothing_depends_on_the_day(self, site: Path) -> None:
        assert not list(site.glob("sitemap.xml*"))

    def test_the_navigation_lists_no_single_item(self, site_source: Path) -> None:
        settings = load_config(str(site_source / "mkdocs.yml"))
        assert len(settings["nav"] or []) == 10
        assert settings["use_directory_urls"] is False

    def test_plain_mkdocs_builds_it(self, site_source: Path, tmp_path: Path) -> None:
        command = [sys.executable, "-B", "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
        done = subprocess.run(command, cwd=site_source, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert (tmp_path / "items/active-export-register.html").is_file()

    def test_somebody_may_add_pages_in_markdown(self, tmp_path: Path) -> None:
        files = dict(generate(GeneratorInput(small_model(), "small", {}, load_dictionaries())).files)
        write_tree(tmp_path / "src", {**files, "docs/notes.md": b"# Notes\n\nAgreed *so far*.\n"})
        assert render(tmp_path / "src", tmp_path / "site") == ()
        assert "<em>so far</em>" in (tmp_path / "site/notes.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "broken_at"),
    [
        ("measurementPeriod", "measurement|Period"),
        ("logEntries[1..4320].logEntry.value", "log|Entries|[1..4320].|log|Entry.|value"),
        ("(Primary)ActiveTariffPrice", "(Primary)|Active|Tariff|Price"),
        ("TOUPrimaryRegister", "TOU|Primary|Register"),
        ("<b>&", "<b>&"),
    ],
)
def test_a_label_breaks_at_the_joints_of_its_words_only(name: str, broken_at: str) -> None:
    pieces = label(name).removeprefix("<code>").removesuffix("</code>").split("<wbr>")
    assert [html.unescape(piece) for piece in pieces] == broken_at.split("|")
    assert "<b>" not in pieces


class TestContent:
    def test_an_item_page_spells_out_the_address(self, pages: dict[str, Read]) -> None:
        said = pages["items/active-export-register.html"].text
        for expected in ("Register, class 3", "1-0:2.8.0.255", "scaler_unit", "double-long-unsigned", "always 30"):
            assert expected in said

    def test_and_names_cell_row_and_line(self, pages: dict[str, Read]) -> None:
        said = pages["items/active-export-register.html"].text
        for expected in ("smets2.xlsx[Elements]!E233", "233", "mappings/small.map:233:5", "unreviewed"):
            assert expected in said

    def test_an_item_page_keeps_devices_apart(self, pages: dict[str, Read]) -> None:
        said = pages["items/supply-tamper-state.html"].text
        electricity, gas = said.split("Gas meter (GSME)")
        assert "0-0:94.44.0.4" in electricity
        assert "0-0:94.44.0.4" not in gas
        assert "attribute 0x0607 SupplyTamperState" in gas
        assert "a gas meter speaks no DLMS" in gas

    def test_a_command_names_its_way_its_field_and_its_answer(self, pages: dict[str, Read]) -> None:
        said = pages["clusters/0x0702.html"].text
        assert "command 0x0D SetSupplyStatusclient to server" in said
        assert "answered by DefaultResponse" in said

    def test_a_proposal_is_marked_as_one(self, pages: dict[str, Read]) -> None:
        assert "1 of 1 proposed" in pages["items/active-import-register.html"].text

    def test_a_finding_stands_with_its_item(self, pages: dict[str, Read]) -> None:
        assert "the source specifies no address" in pages["items/supply-outage-restore.html"].text
        assert "MM501" in pages["findings.html"].text

    def test_an_object_page_leads_back_to_its_elements(self, pages: dict[str, Read]) -> None:
        links = pages["objects/3-1-0-2-8-0-255.html"].links
        assert "../items/active-export-register.html#e-active-export-register-value" in links

    def test_the_octets_of_a_logical_name_are_shown(self, pages: dict[str, Read]) -> None:
        assert "01 00 02 08 00 FF" in pages["objects/3-1-0-2-8-0-255.html"].text

    def test_each_cell_of_an_item_page_names_its_column(self, site: Path) -> None:
        page = (site / "items/active-export-register.html").read_text("utf-8")
        bare = [cell for cell in re.findall(r"<td[^>]*>", page) if "data-label=" not in cell]
        assert bare == []
        assert '<td data-label="Use cases"' in page

    def test_the_home_page_and_the_gap_report_count_the_home_apart(self, pages: dict[str, Read]) -> None:
        for page in ("index.html", "gaps.html"):
            assert "3 data items with 6 elements, and 1 more element known in the home only" in pages[page].text

    def test_coverage_has_its_denominators(self, pages: dict[str, Read]) -> None:
        for page in ("index.html", "gaps.html"):
            assert "4 of 5" in pages[page].text

    def test_an_alert_is_a_home_with_a_name(self, tmp_path: Path) -> None:
        model = small_model()
        named = tuple(
            said if said.address else dataclasses.replace(said, address=NamedAddress("Alert", "ECS80", "value"))
            for said in model.statements
        )
        site = build(dataclasses.replace(model, statements=named), tmp_path)
        assert "Alert(ECS80)" in (site / "objects/index.html").read_text("utf-8")


class TestSoundness:
    def test_every_internal_link_resolves(self, site: Path, pages: dict[str, Read]) -> None:
        files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
        assert broken(pages, files) == []

    def test_no_page_loads_anything_from_elsewhere(self, site: Path, pages: dict[str, Read]) -> None:
        for name, page in pages.items():
            assert not [address for address in page.loads if ":" in address or address.startswith("//")], name
        for path in (*site.rglob("*.css"), *site.rglob("*.js")):
            assert not [word for word in ("http:", "https:", "@import", "url(") if word in path.read_text("utf-8")], (
                path
            )

    def test_no_page_needs_inline_code(self, pages: dict[str, Read]) -> None:
        assert not [(name, page.inline) for name, page in pages.items() if page.inline]

    def test_no_id_stands_twice_on_a_page(self, pages: dict[str, Read]) -> None:
        for name, page in pages.items():
            assert len(page.ids) == len(set(page.ids)), name

    def test_every_page_has_its_landmarks(self, pages: dict[str, Read]) -> None:
        for name, page in pages.items():
            if name == "404.html":
                continue  # shown at any depth, it has nothing to lead to
            assert [page.tags.count(tag) for tag in ("header", "main", "footer", "h1")] == [1] * 4
            assert 1 <= page.tags.count("nav") <= 3  # the main one, the way here, the sections of the page
            assert page.links[0] == "#content"

    def test_every_page_of_a_folder_has_the_way_back(self, site: Path, pages: dict[str, Read]) -> None:
        for name in pages:
            folder, slash, page = name.rpartition("/")
            crumbs = 'aria-label="Breadcrumbs"' in (site / name).read_text("utf-8")
            assert crumbs == bool(slash and page != "index.html"), name
            assert not slash or f"{folder}/index.html" in pages

    def test_scripts_never_read_text_as_markup(self, site: Path) -> None:
        forbidden = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(")
        for script in site.rglob("*.js"):
            said = script.read_text("utf-8")
            assert not [word for word in forbidden if word in said], script


class TestDeterminism:
    def test_the_same_model_gives_the_same_bytes(self, site: Path, tmp_path: Path) -> None:
        assert digests(build(small_model(), tmp_path)) == digests(site)

    def test_file_names_do_not_depend_on_the_order_of_elements(self) -> None:
        model = small_model()
        turned = dataclasses.replace(model.catalogue, elements=model.catalogue.elements[::-1])
        assert set(sources(dataclasses.replace(model, catalogue=turned))) == set(sources(model))


def digests(root: Path) -> dict[str, str]:
    found = sorted(path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


class TestHostileNames:
    def test_all_of_it_is_shown_as_text(self, hostile: Path) -> None:
        said = read_tree(hostile)["items/index.html"].text
        for part in HOSTILE[:-2]:
            assert part in said
        assert "\\u202etricky\\x1b[31m\\n# heading" in said

    def test_no_page_gains_an_element_or_a_handler(self, hostile: Path, site: Path) -> None:
        plain, odd = read_tree(site), read_tree(hostile)
        assert len(plain) == len(odd)
        for name in set(plain) & set(odd):
            # Items are sorted by name, and long names may break; the elements are the same.
            assert Counter(odd[name].tags) | _BREAKS == Counter(plain[name].tags) | _BREAKS, name
        assert not [page.inline for page in odd.values() if page.inline]

    def test_no_control_character_or_bidi_mark_reaches_a_page(self, hostile: Path) -> None:
        for path in hostile.rglob("*.html"):
            assert not [mark for mark in "\u202e\x1b" if mark in path.read_text("utf-8")]

    def test_what_a_templating_plugin_would_run_is_not_there(self) -> None:
        model = renamed(small_model(), {"ActiveExportRegister": "".join(HOSTILE)})
        for name, source in sources(model).items():
            if name.startswith("docs/") and name.endswith(".md"):
                assert not [mark for mark in ("{{", "{%", "--8<--", "`") if mark in source], name

    def test_file_names_stay_inside_and_apart(self) -> None:
        names = ["../../etc/x", "CON", "a/b", "x" * 300, "case", "CASE", "index", "README", "Ünï", "..", "!!!", "???"]
        model = small_model()
        elements = tuple(
            dataclasses.replace(model.catalogue.elements[0], id=replaced(name), item=replaced(name)) for name in names
        )
        catalogue = dataclasses.replace(model.catalogue, elements=elements)
        made = [
            name for name in sources(dataclasses.replace(model, catalogue=catalogue)) if name.startswith("docs/items/")
        ]
        assert len({name.casefold() for name in made}) == len(names) + 1  # and the list of them
        assert all(name.count("/") == 2 and len(name) < 100 and ".." not in name for name in made)
        assert "docs/items/con.md" not in made


def replaced(name: str) -> Value[str]:
    return Value(name)


class TestRender:
    def test_a_folder_without_settings_is_a_finding_and_writes_nothing(self, tmp_path: Path) -> None:
        [finding] = render(tmp_path / "none", tmp_path / "out")
        assert finding.code == "MM710"
        assert not (tmp_path / "out").exists()

    def test_a_warning_of_mkdocs_is_a_finding(self, tmp_path: Path) -> None:
        files = dict(generate(GeneratorInput(small_model(), "small", {}, load_dictionaries())).files)
        files["mkdocs.yml"] += b"no_such_setting: 1\n"
        write_tree(tmp_path / "src", files)
        [finding] = render(tmp_path / "src", tmp_path / "out")
        assert finding.code == "MM711"
        assert "no_such_setting" in finding.message
        assert (tmp_path / "out/index.html").is_file()

    def test_it_says_nothing_and_leaves_nothing_in_the_source(
        self, site_source: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        before = digests(site_source)
        render(site_source, tmp_path / "out")
        assert capfd.readouterr() == ("", "")
        assert digests(site_source) == before


def test_a_page_is_read_as_a_browser_would() -> None:
    assert read("<p>a &lt;b&gt;</p>").text == "a <b>"
