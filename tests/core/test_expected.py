"""The list of reviewed findings: what it accounts for, and what it must never hide."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.expected import Expectation, compare, read_expected
from metermap.core.findings import Finding, Findings, Severity
from metermap.core.places import TextPlace

HEADER = "code,subject,verdict,reason\n"


def finding(code: str = "MM501", subject: str = "a", severity: Severity = Severity.WARNING) -> Finding:
    return Finding(code, severity, f"{subject} is undecided", TextPlace("m.map", 1, 1), subject)


def expectation(code: str = "MM501", subject: str = "a", line: int = 2) -> Expectation:
    return Expectation(code, subject, "open", "nobody has said", TextPlace("expected.csv", line, 1))


class TestReading:
    def read(self, folder: Path, data: str | bytes) -> tuple[tuple[Expectation, ...], list[Finding]]:
        octets = data if isinstance(data, bytes) else data.encode()
        (folder / "expected.csv").write_bytes(octets)
        findings = Findings()
        return read_expected(folder, "expected.csv", findings), findings.items

    def test_a_row_knows_its_line(self, tmp_path: Path) -> None:
        rows, faults = self.read(tmp_path, f'{HEADER}\nMM501,a,open,"nobody, so far"\n')
        assert rows == (Expectation("MM501", "a", "open", "nobody, so far", TextPlace("expected.csv", 3, 1)),)
        assert not faults

    def test_a_file_saved_by_a_spreadsheet_is_read(self, tmp_path: Path) -> None:
        rows, faults = self.read(tmp_path, b"\xef\xbb\xbfCode,Subject,Verdict,Reason\r\nMM501,a,accepted,seen\r\n")
        assert [row.subject for row in rows] == ["a"]
        assert not faults

    @pytest.mark.parametrize(
        ("data", "code", "place"),
        [
            (b"", "MM050", "expected.csv:1:1"),
            (b"code;subject;verdict;reason\n", "MM050", "expected.csv:1:1"),
            (b"\xff\xfe", "MM050", "expected.csv"),
            (f'{HEADER}MM501,"a'.encode(), "MM050", "expected.csv:2:1"),
            (f"{HEADER}MM501,a,open,\n".encode(), "MM051", "expected.csv:2:1"),
            (f"{HEADER}MM501,a,open\n".encode(), "MM051", "expected.csv:2:1"),
            (f"{HEADER}MM501,a,open,x,y\n".encode(), "MM051", "expected.csv:2:1"),
            (f"{HEADER}MM501,a,fine,x\n".encode(), "MM051", "expected.csv:2:1"),
        ],
    )
    def test_a_fault_is_a_finding_with_its_place(self, tmp_path: Path, data: bytes, code: str, place: str) -> None:
        rows, faults = self.read(tmp_path, data)
        assert [(fault.code, str(fault.place)) for fault in faults] == [(code, place)]
        assert not rows

    def test_a_missing_file_is_a_finding(self, tmp_path: Path) -> None:
        findings = Findings()
        assert read_expected(tmp_path, "expected.csv", findings) == ()
        assert [fault.code for fault in findings] == ["MM050"]

    @pytest.mark.parametrize("word", ["true", "false", "undecided", ""])
    def test_a_list_may_say_whether_the_rule_was_right(self, tmp_path: Path, word: str) -> None:
        rows, faults = self.read(tmp_path, f"code,subject,verdict,reason,alarm\nMM138,a,open,seen,{word}\n")
        assert [row.alarm for row in rows] == [word]
        assert not faults

    def test_a_spreadsheet_writes_truth_in_capitals(self, tmp_path: Path) -> None:
        rows, _ = self.read(tmp_path, "code,subject,verdict,reason,alarm\nMM138,a,open,seen,FALSE\n")
        assert [row.alarm for row in rows] == ["false"]

    def test_a_list_without_the_column_says_nothing_of_the_rules(self, tmp_path: Path) -> None:
        rows, _ = self.read(tmp_path, f"{HEADER}MM138,a,open,seen\n")
        assert [row.alarm for row in rows] == [""]

    def test_a_row_may_leave_the_cell_out(self, tmp_path: Path) -> None:
        rows, faults = self.read(tmp_path, "code,subject,verdict,reason,alarm\nMM501,a,open,seen\n")
        assert [row.alarm for row in rows] == [""]
        assert not faults

    def test_another_word_for_an_alarm_is_a_finding_with_its_line_and_what_was_meant(self, tmp_path: Path) -> None:
        rows, (fault,) = self.read(
            tmp_path, "code,subject,verdict,reason,alarm\nMM138,a,open,seen,true\nMM138,b,open,seen,flase\n"
        )
        assert [row.subject for row in rows] == ["a"]
        assert (fault.code, str(fault.place)) == ("MM051", "expected.csv:3:1")
        assert "'flase'" in fault.message
        assert fault.expected == "true, false or undecided; did you mean 'false'?"

    def test_a_bad_row_does_not_lose_the_others(self, tmp_path: Path) -> None:
        rows, faults = self.read(tmp_path, f"{HEADER}MM501,a,open,x\nMM501,b\nMM501,c,open,x\n")
        assert [row.subject for row in rows] == ["a", "c"]
        assert [fault.code for fault in faults] == ["MM051"]


class TestComparing:
    def test_a_listed_warning_is_known_and_another_is_new(self) -> None:
        result = compare([finding(subject="a"), finding(subject="b")], [expectation(subject="a")])
        assert [one.subject for one in result.new] == ["b"]
        assert [one.subject for one in result.known] == ["a"]

    def test_an_error_is_never_excused(self) -> None:
        error = finding(severity=Severity.ERROR)
        assert compare([error], [expectation()]).new == (error,)

    def test_the_same_subject_under_another_code_is_new(self) -> None:
        result = compare([finding(code="MM401")], [expectation(code="MM501")])
        assert [one.code for one in result.new] == ["MM053", "MM401"]

    def test_a_row_whose_finding_is_gone_is_a_finding(self) -> None:
        (stale,) = compare([], [expectation()]).new
        assert stale.code == "MM053"
        assert stale.severity is Severity.WARNING
        assert str(stale.place) == "expected.csv:2:1"
        assert "MM501 of a" in stale.message

    def test_a_finding_that_is_reviewed_twice_is_a_finding_with_both_places(self) -> None:
        (twice,) = compare([finding()], [expectation(line=2), expectation(line=3)]).new
        assert (twice.code, str(twice.place), str(twice.also[0])) == ("MM052", "expected.csv:3:1", "expected.csv:2:1")

    @given(
        st.lists(st.builds(finding, code=st.sampled_from(["MM401", "MM501"]), subject=st.sampled_from("abc"))),
        st.lists(st.builds(expectation, code=st.sampled_from(["MM401", "MM501"]), subject=st.sampled_from("abc"))),
    )
    def test_no_finding_is_lost_and_none_is_in_both(self, found: list[Finding], listed: list[Expectation]) -> None:
        result = compare(found, listed)
        own = [one for one in result.new if not one.code.startswith("MM05")]
        assert sorted(map(str, (*own, *result.known))) == sorted(map(str, found))
