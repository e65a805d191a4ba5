"""Templates of a workspace: they stand in for a generator's own, and can do nothing but print."""

import os
from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError
from jinja2.exceptions import SecurityError, TemplateRuntimeError

from metermap import pipeline
from metermap.codegen.overrides import LIMIT, Overrides
from metermap.codegen.templates import PYTHON_FILTERS, environment, fault_of, template_names
from metermap.core.findings import Finding
from metermap.core.places import FilePlace, TextPlace

NAME = "device.py.jinja"
PACKAGE = "metermap.codegen.python"


def put(workspace: Path, path: str, text: str) -> Path:
    file = workspace / "templates" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def findings_of(workspace: Path) -> list[Finding]:
    return [each for each in pipeline.build(workspace).checked.everything if each.code.startswith("MM07")]


def rendered(text: str, **given: object) -> str:
    return environment(PACKAGE, PYTHON_FILTERS, Overrides("python", {NAME: text})).get_template(NAME).render(given)


class TestOverriding:
    @pytest.mark.parametrize(
        ("path", "mark", "made"),
        [
            ("python/device.py.jinja", "# of our own", "python/small_bindings/esme.py"),
            ("python/pyproject.toml.jinja", "# of our own", "python/pyproject.toml"),
            ("c/device.h.jinja", "/* of our own */", "c/small_esme.h"),
            ("c/CMakeLists.txt.jinja", "# of our own", "c/CMakeLists.txt"),
        ],
    )
    def test_a_file_of_the_same_name_stands_in(self, workspace: Path, path: str, mark: str, made: str) -> None:
        pipeline.build(workspace)
        before = (workspace / "build" / made).read_text("utf-8")
        put(workspace, path, f'{mark}\n{{% include "own/{path.partition("/")[2]}" %}}')
        assert findings_of(workspace) == []
        assert (workspace / "build" / made).read_text("utf-8") == f"{mark}\n{before}"

    def test_a_changed_or_removed_template_makes_a_new_build(self, workspace: Path) -> None:
        file = put(workspace, "python/package.py.jinja", '"""One."""\n')
        pipeline.build(workspace)
        assert pipeline.build(workspace).up_to_date
        file.write_text('"""Two."""\n', "utf-8")
        assert not pipeline.build(workspace).up_to_date
        assert pipeline.build(workspace).up_to_date
        file.unlink()
        assert not pipeline.build(workspace).up_to_date

    def test_also_where_its_folder_looks_like_an_output(self, workspace: Path) -> None:
        file = put(workspace, "python/package.py.jinja", '"""One."""\n')
        (file.parent / ".metermap-output").write_bytes(b"")
        pipeline.build(workspace)
        file.write_text('"""Two."""\n', "utf-8")
        assert not pipeline.build(workspace).up_to_date

    @pytest.mark.parametrize(
        ("path", "said", "expected"),
        [
            ("python/device.py", "the generator python has no template device.py", "did you mean 'device.py.jinja'?"),
            ("python/sub/device.py.jinja", "has no template sub/device.py.jinja", ""),
            ("exchange/model.jinja", "has no template model.jinja", "one of none: it has no templates"),
            ("pyhton/device.py.jinja", "there is no generator pyhton", "did you mean 'python'?"),
            ("device.py.jinja", "it is in no generator's folder", ""),
        ],
    )
    def test_what_overrides_nothing_is_a_warning(self, workspace: Path, path: str, said: str, expected: str) -> None:
        put(workspace, path, "x")
        (finding,) = findings_of(workspace)
        assert (finding.code, finding.place) == ("MM077", FilePlace(f"templates/{path}"))
        assert said in finding.message
        assert expected in finding.expected

    def test_a_link_is_not_followed(self, workspace: Path) -> None:
        secret = workspace.parent / "secret"
        secret.mkdir()
        (secret / NAME).write_text("# secret", "utf-8")
        put(workspace, "c/x", "").unlink()
        (workspace / "templates/c/device.c.jinja").symlink_to(secret / NAME)
        (workspace / "templates/python").symlink_to(secret)
        found = findings_of(workspace)
        assert [(each.code, each.subject) for each in found] == [
            ("MM079", "templates/c/device.c.jinja"),
            ("MM079", "templates/python"),
        ]
        assert "secret" not in (workspace / "build/python/small_bindings/esme.py").read_text("utf-8")

    def test_nor_is_the_whole_folder_as_one(self, workspace: Path, tmp_path: Path) -> None:
        (tmp_path / "secret").mkdir()
        (workspace / "templates").symlink_to(tmp_path / "secret")
        assert [each.code for each in findings_of(workspace)] == ["MM079"]

    @pytest.mark.parametrize(
        ("octets", "said"), [(b"\xff", "it is not UTF-8 (octet 0)"), (b"x" * (LIMIT + 1), "more than 1,000,000 octets")]
    )
    def test_what_is_no_template_is_not_read(self, workspace: Path, octets: bytes, said: str) -> None:
        put(workspace, "python/device.py.jinja", "").write_bytes(octets)
        (finding,) = findings_of(workspace)
        assert finding.code == "MM079"
        assert said in finding.message

    def test_a_pipe_does_not_hold_the_build_up(self, workspace: Path) -> None:
        os.mkfifo(put(workspace, "python/x", "").with_name(NAME))
        assert {each.code for each in findings_of(workspace)} == {"MM077", "MM079"}


FAULTS = {
    "a block without end": ("a\n{% for x in entries %}", 2, "TemplateSyntaxError"),
    "an unknown filter": ("\n\n{{ device | no_such }}", 3, "No filter named 'no_such'"),
    "a name that nobody gave": ("a\n{{ no_such | literal }}", 2, "'no_such' is undefined"),
    "an attribute that is not there": (
        "{% for entry in entries %}\n{{ entry.no_such | literal }}{% endfor %}",
        2,
        "no attribute 'no_such'",
    ),
    "an expression without a filter": ("a\n\n{{ title }}", 3, "each printed expression ends in a filter of the target"),
    "a filter that only prepares": ("{{ title | upper }}", 1, "each printed expression ends in a filter of the target"),
    "one branch without a filter": ("\n{{ title | docstring if title else title }}", 2, "ends in a filter"),
    "a passage with a filter that only prepares": ("\n{% filter upper %}x{% endfilter %}", 2, "ends in a filter"),
    "what the filter refuses": ("a\n{{ figures | identifier }}", 2, "is no identifier"),
    "a template that there is not": ("\n{% include '../../../../etc/passwd' %}", 2, "TemplateNotFound"),
    "a number of 5,000 digits": ("{{ %s | literal }}" % ("9" * 5000), 1, "cannot be compiled"),
    "brackets without end": ("{{ " + "(" * 100_000, 1, "cannot be compiled"),
    "loops in loops": ("{% for x in entries %}" * 30 + "{% endfor %}" * 30, 1, "cannot be compiled"),
    "itself": ("a\n{% include 'device.py.jinja' %}", 2, "RecursionError"),
}


class TestFaults:
    @pytest.mark.parametrize(("text", "line", "said"), FAULTS.values(), ids=FAULTS)
    def test_a_fault_is_a_finding_with_file_and_line_and_the_others_are_built(
        self, workspace: Path, text: str, line: int, said: str
    ) -> None:
        put(workspace, f"python/{NAME}", text)
        (finding,) = findings_of(workspace)
        assert (finding.code, finding.place) == ("MM078", TextPlace(f"templates/python/{NAME}", line, 1))
        assert said in finding.message
        built = {path.name for path in (workspace / "build").iterdir() if path.is_dir()}
        assert built == {"c", "conformance", "model", "report", "site", "site-src", "vectors"}

    def test_what_arises_elsewhere_is_not_laid_at_the_templates_door(self) -> None:
        overrides = Overrides("python", {NAME: "x"})
        assert fault_of(ValueError("x"), overrides) is None
        with pytest.raises(TemplateSyntaxError) as caught:
            environment(PACKAGE, PYTHON_FILTERS, overrides).from_string("{{")
        assert fault_of(caught.value, overrides) is None


class Trap:
    """What a generator might hand over by mistake: something that does something."""

    sprung = False

    def spring(self) -> str:
        self.sprung = True
        return "sprung"

    def __call__(self) -> str:
        return self.spring()


ATTACKS = {
    "a method": "{{ trap.spring() | literal }}",
    "an object": "{{ trap() | literal }}",
    "a method in a condition": "{% if trap.spring() %}{% endif %}",
    "a method in an assignment": "{% set x = trap.spring() %}",
    "a method in a loop": "{% for x in trap.spring() %}{% endfor %}",
    "a call block": "{% call trap.spring() %}{% endcall %}",
    "the class of something": "{{ ''.__class__.__mro__ | literal }}",
    "by its name in brackets": "{{ ''['__class__'] | literal }}",
    "the globals of a function": "{{ trap.spring.__globals__ | literal }}",
    "the environment": "{{ self.__init__ | literal }}",
    "the format of texts": "{{ '{0.__class__}'.format(trap) | literal }}",
    "a huge format": "{{ '{:999999999}'.format(1) | literal }}",
    "a huge product": "{{ ('x' * 999999999) | literal }}",
    "a huge power": "{{ (9 ** 999999999) | literal }}",
    "a huge percent": "{{ ('%999999999d' % 1) | literal }}",
    "a change of a list": "{% set x = things.append(1) %}",
}
GONE = {
    "Jinja's filters": "{{ things | map('upper') | literal }}",
    "Jinja's tests": "{% if trap is callable %}{% endif %}",
    "random text": "{{ lipsum(n=1) | literal }}",
    "range": "{% for x in range(10) %}{% endfor %}",
    "a cycler": "{% set x = cycler(1) %}",
    "the operating system": "{% import 'os' as os %}",
    "a statement of Python": "{% do trap.spring() %}",
}


class TestSandbox:
    @pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)
    def test_nothing_is_called_and_nothing_hidden_is_read(self, text: str) -> None:
        trap, things = Trap(), [0]
        with pytest.raises((SecurityError, TypeError)):
            rendered(text, trap=trap, things=things)
        assert (trap.sprung, things) == (False, [0])

    @pytest.mark.parametrize("text", GONE.values(), ids=GONE)
    def test_what_is_not_listed_is_not_there(self, text: str) -> None:
        with pytest.raises((TemplateSyntaxError, TemplateRuntimeError, LookupError)):
            rendered(text, trap=Trap(), things=["a"])

    def test_a_filter_of_markup_tells_no_more_of_an_object_than_its_value(self) -> None:
        with pytest.raises(TypeError, match="has no literal"):
            rendered("{{ trap | literal }}", trap=Trap())

    def test_what_a_template_needs_is_allowed(self) -> None:
        text = (
            "{% macro shown(name, end) %}<{{ name | one_line }}>{{ end | one_line }}{% endmacro %}"
            "{% for n in names %}{{ shown(n, end=';') }}{{ ', ' if not loop.last }}{% endfor %}"
            "{% block tail %} {{ (names | length + 1) | literal }}{% endblock %}"
            "{{ self.tail() }}{{ ('a' | literal) ~ (names[0] | upper | literal) }}"
            "{% if missing is defined %}no{% endif %}"
        )
        assert rendered(text, names=["x", "y"]) == "<x>;, <y>; 3 3'a''X'"


@pytest.mark.parametrize("package", ["metermap.codegen.python", "metermap.codegen.c"])
def test_metermaps_own_templates_keep_the_rules_too(package: str) -> None:
    from metermap.codegen.templates import C_FILTERS  # noqa: PLC0415  (beside the one test that needs it)

    filters = C_FILTERS if package.endswith(".c") else PYTHON_FILTERS
    names = template_names(package)
    assert len(names) > 2
    for name in names:
        environment(package, filters, Overrides()).get_template(name)
