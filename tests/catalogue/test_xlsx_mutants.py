"""Workbooks with a part that was changed at random: read or refused, never anything else."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from metermap.catalogue.codes import UNREADABLE
from tests.catalogue.workbooks import read, share_strings, small_workspace

SNIPPETS = st.one_of(
    st.binary(max_size=4),
    st.sampled_from(
        [
            *(b"<c>", b"</c>", b"<v>", b"<v/>", b"</v>", b"<f>", b"<is>", b"<t>x</t>", b"<row>", b"</row>", b"<si/>"),
            *(b'<c r="A1"/>', b'<c r="A5" t="s"><v>1</v></c>', b'<mergeCell ref="A1"/>', b"<rPh><t>x</t></rPh>"),
            *(
                b"<![CDATA[x]]>",
                b"<!-- x -->",
                b"<?x y?>",
                b"&amp;",
                b"&lol;",
                b"&#0;",
                b'<?xml version="1.0" encoding="hex"?>',
                b"&#x10ffff;",
                b"_x0000_",
            ),
            *(
                b"-1",
                b"1e999",
                b"99999999999",
                b"NaN",
                b'"',
                b"'",
                b"=",
                b" ",
                b"\x00",
                b"\xff",
                b"\xef\xbb\xbf",
                b'r=""',
            ),
            b'<?xml version="1.0" encoding="hex"?>',
            *(b's="-1"', b't="d"', b't="e"', b't="b"', b't="x"', b'r="XFD1048576"', b'xmlns="x"', b"x:", b"/"),
        ]
    ),
)


def workbook() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        share_strings(small_workspace(Path(folder)) / "small.xlsx")
        with zipfile.ZipFile(Path(folder) / "small.xlsx") as archive:
            return {member.filename: archive.read(member) for member in archive.infolist()}


PARTS = workbook()
MUTATION = st.tuples(st.sampled_from(sorted(PARTS)), st.floats(0, 1), st.integers(0, 12), SNIPPETS)


@given(st.lists(MUTATION, min_size=1))
def test_a_part_changed_at_random_is_read_or_refused(mutations: list[tuple[str, float, int, bytes]]) -> None:
    parts = dict(PARTS)
    for name, where, removed, snippet in mutations:
        at = int(where * len(parts[name]))
        parts[name] = parts[name][:at] + snippet + parts[name][at + removed :]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with tempfile.TemporaryDirectory() as folder:
        small_workspace(Path(folder))
        (Path(folder) / "small.xlsx").write_bytes(packed.getvalue())
        catalogue, findings = read(Path(folder))

    assert catalogue is not None or findings
    if catalogue is None and any(finding.code in UNREADABLE for finding in findings):
        assert len([finding for finding in findings if finding.code in UNREADABLE]) == 1
