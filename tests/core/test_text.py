"""The escaping filters: whatever a catalogue says, it stays data in every output."""

import csv
import io
import itertools
import keyword
import re
import subprocess
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from metermap.core.reserved_words import C_RESERVED
from metermap.core.text import (
    c_comment,
    c_identifier,
    c_string,
    csv_cell,
    html,
    markdown,
    one_line,
    python_identifier,
    slug,
    unique_names,
)
from tests.tools import require_tool

# Plain text() seldom hits the characters that matter; this mixes them in.
HOSTILE = st.text(
    st.one_of(
        st.sampled_from("*/\\?\n\r\t\"'`|_<>&[](){}#!=+-@~$:. aZ09"),
        st.sampled_from("\u2028\u2029\u202e\u200b\u0410\x00\x1b\x7f\ufeff\ud800"),
        st.characters(),
    ),
    max_size=30,
)
C_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class TestOneLine:
    @given(HOSTILE)
    def test_result_is_printable_and_has_no_line_break(self, text: str) -> None:
        shown = one_line(text)
        assert len(shown.splitlines()) <= 1
        assert not any(character in shown for character in "\u202e\u2066\u200b\ufeff\x1b\x00\x85")

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("Tariff Switching Table", "Tariff Switching Table"),
            ("line\r\nfeed\there", r"line\r\nfeed\there"),
            ("\x1b[31mred", r"\x1b[31mred"),
            ("abc\u202ecba", r"abc\u202ecba"),
            ("\U000e0041", r"\U000e0041"),
            ("1\u202f000 kWh, Größe", "1\u202f000 kWh, Größe"),
        ],
    )
    def test_what_cannot_be_seen_is_shown_escaped(self, text: str, shown: str) -> None:
        assert one_line(text) == shown


class TestHtml:
    @given(HOSTILE)
    def test_unescaping_gives_the_line_back(self, text: str) -> None:
        assert unescape(html(text)) == one_line(text)

    @given(HOSTILE)
    def test_no_tag_and_no_attribute_can_begin_or_end(self, text: str) -> None:
        assert not set("<>\"'") & set(html(text))


class _Page(HTMLParser):
    """Collects the text and the tags of a rendered page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def render(source: str) -> _Page:
    return _Page(Markdown(extensions=["tables", "attr_list", "fenced_code"]).convert(source))


class TestMarkdown:
    @given(HOSTILE)
    def test_alone_on_a_line_it_shows_as_text(self, text: str) -> None:
        page = render(markdown(text))
        assert set(page.tags) <= {"p"}
        assert page.text.split() == one_line(text).split()

    @given(HOSTILE, HOSTILE)
    def test_in_a_table_it_stays_in_its_cell(self, first: str, second: str) -> None:
        page = render(f"| a | b |\n| --- | --- |\n| {markdown(first)} | {markdown(second)} |\n")
        assert page.tags.count("td") == 2
        assert set(page.tags) <= {"table", "thead", "tbody", "tr", "th", "td"}

    @pytest.mark.parametrize(
        ("text", "source"),
        [
            ("scaler_unit.scaler", "scaler_unit.scaler"),
            ("logEntries[1..12]", r"logEntries\[1..12\]"),
            ("a|b", "a&#124;b"),
            ("1-0:2.8.0.255", "1-0:2.8.0.255"),
            ("1. one", "1&#46; one"),
            ("- one", r"\- one"),
            ("{{ config }}", r"\{\{ config \}\}"),
            ("--8<-- file", r"\--8&#60;-- file"),
        ],
    )
    def test_names_stay_readable_in_the_source(self, text: str, source: str) -> None:
        assert markdown(text) == source


class TestSlug:
    @given(HOSTILE)
    def test_is_a_safe_file_name(self, text: str) -> None:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(text))
        assert len(slug(text)) <= 80

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("ActiveExportRegister.value", "active-export-register-value"),
            ("1-0:2.8.0.255", "1-0-2-8-0-255"),
            ("../../etc/passwd", "etc-passwd"),
            ("CON", "x-con"),
            ("", "x"),
            ("???", "x"),
            ("x" * 300, "x" * 64),
        ],
    )
    def test_examples(self, text: str, name: str) -> None:
        assert slug(text) == name


class TestIdentifiers:
    @given(HOSTILE)
    def test_c_grammar(self, text: str) -> None:
        name = c_identifier(text)
        assert C_IDENTIFIER.fullmatch(name)
        assert name not in C_RESERVED
        assert "__" not in name

    @given(HOSTILE)
    def test_python_grammar(self, text: str) -> None:
        name = python_identifier(text)
        assert name.isidentifier()
        assert not keyword.iskeyword(name)
        assert not keyword.issoftkeyword(name)
        assert not name.startswith("_")

    @pytest.mark.parametrize("word", ["int", "NULL", "errno", "inline", "class", "UINT8_MAX"])
    def test_c_keywords_and_macros_are_moved_aside(self, word: str) -> None:
        assert c_identifier(word) == f"{word}_"

    @pytest.mark.parametrize("word", [*keyword.kwlist, "match", "type", "print", "self", "ValueError"])
    def test_python_keywords_and_builtins_are_moved_aside(self, word: str) -> None:
        assert python_identifier(word) == f"{word}_"

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("logEntries[1..12].logEntry.timestamp", "logEntries_1_12_logEntry_timestamp"),
            ("__init__", "init"),
            ("3rd", "x3rd"),
            ("Ж", "x"),
            ("naïve", "naive"),
        ],
    )
    def test_examples(self, text: str, name: str) -> None:
        assert c_identifier(text) == name
        assert python_identifier(text) == name


class TestCComment:
    @given(HOSTILE)
    def test_never_ends_its_comment_or_joins_lines(self, text: str) -> None:
        comment = c_comment(text)
        assert len(comment.splitlines()) <= 1
        for forbidden in ("*/", "/*", "??"):
            assert forbidden not in comment
        assert not comment.rstrip().endswith("\\")

    def test_hostile_comments_declare_nothing(self, tmp_path: Path) -> None:
        hostile = ["*/ int leaked; /*", "x\n#define int char", "??/", "end\\", "/*", "a\u2028int leaked;", "*", "/"]
        source = "".join(f"/* {c_comment(t)} */\n// {c_comment(t)}\n" for t in hostile) + "int only;\n"
        compile_c(tmp_path, source)


class TestCString:
    @settings(max_examples=15)
    @given(st.lists(HOSTILE, min_size=1, max_size=20))
    def test_the_compiler_reads_the_bytes_back(self, texts: list[str]) -> None:
        gcc = require_tool("gcc")
        lines = "".join(f"{c_string(text)} sizeof_{len(text)};\n" for text in texts)
        flags = ["-std=c99", "-trigraphs", "-E", "-P", "-x", "c", "-"]
        done = subprocess.run([gcc, *flags], input=lines, capture_output=True, text=True, check=True)
        literals = re.findall(r'"((?:[^"\\]|\\.)*)" sizeof', done.stdout)
        assert [unquote_c(literal) for literal in literals] == [
            text.encode("utf-8", "backslashreplace") for text in texts
        ]

    def test_nothing_swallows_following_digits(self) -> None:
        assert c_string("é1??=\\") == r'"\303\2511\?\?=\\"'


def unquote_c(literal: str) -> bytes:
    """Return the bytes of a literal of octal and single-character escapes."""
    found = re.finditer(r"\\([0-7]{3})|\\(.)|(.)", literal)
    return bytes(int(one[1], 8) if one[1] else ord(one[2] or one[3]) for one in found)


def compile_c(folder: Path, source: str) -> None:
    gcc = require_tool("gcc")
    (folder / "probe.c").write_text(source, "utf-8")
    flags = ["-std=c99", "-trigraphs", "-Wall", "-Wextra", "-Wpedantic", "-Wcomment", "-Werror", "-fsyntax-only"]
    done = subprocess.run([gcc, *flags, folder / "probe.c"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


class TestCsvCell:
    @pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "  =1", "-2+3"])
    def test_formulas_are_prefixed(self, text: str) -> None:
        assert csv_cell(text).startswith("'")

    @pytest.mark.parametrize("text", ["-5", "+5", "-5.25", "-1,000", "-1e-7", "1-0:1.8.0.255", "a=b", ""])
    def test_numbers_and_plain_text_are_untouched(self, text: str) -> None:
        assert csv_cell(text) == text

    @given(st.lists(HOSTILE, min_size=1, max_size=4))
    def test_a_row_keeps_its_columns(self, texts: list[str]) -> None:
        out = io.StringIO()
        csv.writer(out).writerow(map(csv_cell, texts))
        (row,) = csv.reader(io.StringIO(out.getvalue()))
        assert len(row) == len(texts)


class TestUniqueNames:
    @given(st.lists(HOSTILE, max_size=12, unique=True), st.sampled_from([slug, c_identifier, python_identifier]))
    def test_injective_and_legal(self, texts: list[str], mangle: Callable[[str], str]) -> None:
        names = unique_names(texts, mangle)
        assert list(names) == texts
        assert len(set(names.values())) == len(texts)
        assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name) for name in names.values())
        assert all(len(name) <= 192 for name in names.values())

    @given(st.lists(HOSTILE, max_size=8, unique=True), st.randoms())
    def test_the_order_does_not_matter(self, texts: list[str], random: Random) -> None:
        shuffled = sorted(texts, key=lambda _: random.random())
        assert unique_names(texts, slug) == unique_names(shuffled, slug)

    def test_those_that_collide_are_all_marked_and_the_others_not(self) -> None:
        names = unique_names(["a.b", "a b", "c"], c_identifier)
        assert names["c"] == "c"
        assert all(re.fullmatch(r"a_b_[0-9a-f]{8}", names[text]) for text in ("a.b", "a b"))

    def test_a_name_that_looks_like_a_suffixed_one_is_told_apart(self) -> None:
        taken = unique_names(["a.b", "a b"], c_identifier)["a.b"]
        for texts in itertools.permutations(["a.b", "a b", taken]):
            names = unique_names(texts, c_identifier)
            assert len(set(names.values())) == 3
