"""Links of a revision are made only where their text alone says where they lead, as the disk then confirms."""

import os
import tempfile
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from metermap.states.locating import _parted
from metermap.states.revisions import _leads_to

FILES = ("x", "a/x", "a/b/x")
KNOWN = frozenset({*FILES, ".", "a", "a/b"})
PARTS = st.lists(st.sampled_from(["..", ".", "", "a", "b", "x", "nosuch", "\udcff"]), min_size=1, max_size=7)
TARGETS = st.builds("/".join, PARTS)


@given(TARGETS, st.sampled_from(["l", "a/l", "a/b/l"]))
@example("../../x", "a/b/l")
@example("/x", "l")
@example("../../../x", "a/b/l")
@example("a/../x", "l")
def test_a_link_that_is_made_leads_where_its_text_says(target: str, link: str) -> None:
    inside = _leads_to(link, target)
    if inside not in KNOWN:
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for name in FILES:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).touch()
        (root / link).symlink_to(target)
        assert os.path.realpath(root / link) == os.path.realpath(root / inside)
        assert Path(os.path.realpath(root / link)).is_relative_to(root)


@given(TARGETS, st.sampled_from(["l", "a/l", "a/b/l"]))
def test_a_text_that_leaves_the_folder_leads_nowhere(target: str, link: str) -> None:
    inside = _leads_to(link, target)
    straight = os.path.normpath(os.path.join("/top", os.path.dirname(link), target))  # noqa: PTH118, PTH120  (as texts)
    if not (straight == "/top" or straight.startswith("/top/")):
        assert inside is None
    elif inside is not None:
        assert os.path.normpath(f"/top/{inside}") == straight


@given(st.text(alphabet="ab:{}^/@~", max_size=12))
def test_a_revision_ends_at_the_first_colon_outside_braces(text: str) -> None:
    revision, path = _parted(text)
    assert text == (revision if path is None else f"{revision}:{path}")
    if path is not None and "{" not in text:
        assert ":" not in revision


def test_a_colon_in_braces_belongs_to_the_revision() -> None:
    assert _parted("HEAD^{/fix: the wire}:gb") == ("HEAD^{/fix: the wire}", "gb")
    assert _parted("v4.0:gb/a:b.csv") == ("v4.0", "gb/a:b.csv")
    assert _parted("v4.0") == ("v4.0", None)
