"""Versions, and setting a key of a TOML file in place."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.changes.model import BREAKS, Verdict
from metermap.codegen.release.versioning import VersionError, chosen, following
from metermap.core.toml_keys import CannotSetError, with_text
from metermap.core.versions import Part, Version, parse_version

VERSIONS = st.builds(Version, *[st.integers(0, 999_999_999)] * 3)
COUNTS = st.dictionaries(st.sampled_from(Verdict), st.integers(0, 3))


@given(VERSIONS)
def test_a_version_is_read_as_it_is_written(version: Version) -> None:
    assert parse_version(str(version)) == version


@pytest.mark.parametrize(
    "text", ["", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.3-rc", "v1.2.3", "1.2.٣", "1.2.3\n", "-1.0.0"]
)
def test_what_is_no_version_is_none(text: str) -> None:
    assert parse_version(text) is None


@given(VERSIONS, st.sampled_from(Part))
def test_a_raised_version_is_later_and_its_lower_parts_are_zero(version: Version, part: Part) -> None:
    raised = version.raised(part)
    assert raised > version
    assert [raised.minor, raised.patch][list(Part).index(part) :] in ([0, 0], [0], [])


@given(VERSIONS, COUNTS)
def test_a_break_raises_the_major_number_and_nothing_else_does(version: Version, counts: dict[Verdict, int]) -> None:
    follows = following(version, counts)
    breaks = any(counts.get(verdict) for verdict in BREAKS)
    assert (follows.major > version.major) is breaks
    if not breaks:
        assert (follows.minor > version.minor) is bool(counts.get(Verdict.COMPATIBLE))


@given(VERSIONS, VERSIONS)
def test_no_lower_version_than_follows_can_be_chosen(asked: Version, follows: Version) -> None:
    if asked >= follows:
        assert chosen(asked, follows, "") == asked
    else:
        with pytest.raises(VersionError):
            chosen(asked, follows, "")


KEYS = st.lists(
    st.tuples(
        st.sampled_from(["name", "title", "edition", "version", "mappings"]),
        st.sampled_from(['"a"', "'b'", '["x"]', '["x", # why\n "y"]', '"""\nversion = "0"\n"""', '"#"']),
        st.sampled_from(["", "  # a comment", "  # version = 3"]),
    ),
    unique_by=lambda line: line[0],
    max_size=5,
)


@given(
    KEYS, st.sampled_from(["", '[site]\nversion = "5"\n', '\n[[device]]\nid = "x"\n']), st.sampled_from(["\n", "\r\n"])
)
def test_a_key_is_set_and_nothing_else_changes(keys: list[tuple[str, str, str]], tables: str, end: str) -> None:
    text = "".join(f"{key} = {value}{comment}\n" for key, value, comment in keys) + tables
    text = text.replace("\n", end)
    try:
        made = with_text(text, "version", "1.2.3", ("edition", "title", "name"))
    except CannotSetError:
        return
    assert tomllib.loads(made) == {**tomllib.loads(text), "version": "1.2.3"}
    kept = iter(made.splitlines())
    others = [line for line in text.splitlines() if not line.startswith("version")]
    assert all(line in kept for line in others)


def test_a_new_key_stands_below_its_neighbour_in_the_same_column() -> None:
    text = 'name    = "gb"\nedition = "GBCS 4.x"   # of the table\n\n[site]\n'
    made = with_text(text, "version", "1.0.0", ("edition", "name"))
    assert made == 'name    = "gb"\nedition = "GBCS 4.x"   # of the table\nversion = "1.0.0"\n\n[site]\n'


@pytest.mark.parametrize("text", ['version = """\n1"""\nname = "x"\n', "[a]\nb = 1\n", '"version" = "1"\nname = "x"\n'])
def test_a_key_that_cannot_be_set_so_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(CannotSetError, match=r'write version = "1\.0\.0" above the tables'):
        with_text(text, "version", "1.0.0", ("name",))
