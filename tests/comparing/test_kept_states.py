"""A state that was read before is not resolved again as long as nothing changed, and is the same."""

from pathlib import Path

import pytest

from metermap import resolving
from metermap.comparing import Compared, compare_states
from metermap.core.store import VARIABLE, Store
from metermap.states import reading
from tests.comparing.small import MAPPING, TOML, Repository, repository, small, write

MOVED = ("1-0:2.8.0.255", "1-0:2.8.1.255")
EDITIONS = '\n[[editions]]\nname = "GBCS 0.8.1"\nrecorded = "in part"\nmappings = ["editions/*.map"]\n'


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where states are kept."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The workspaces that are resolved while the test runs."""
    found: list[Path] = []

    def resolve(path: Path, run: resolving.Run) -> object:
        found.append(path)
        return resolving.resolve(path, run)

    monkeypatch.setattr(reading, "resolve", resolve)
    return found


@pytest.fixture
def states(tmp_path: Path, store: Path) -> tuple[str, str]:
    assert not store.exists()
    return str(small(tmp_path / "old")), str(small(tmp_path / "new", MOVED))


def again(states: tuple[str, str], resolved: list[Path]) -> tuple[Compared, int]:
    """Return what the comparison gives, and how many workspaces it resolved."""
    resolved.clear()
    return compare_states(*states), len(resolved)


def test_the_second_time_nothing_is_resolved_and_the_same_is_told(
    states: tuple[str, str], resolved: list[Path]
) -> None:
    first, count = again(states, resolved)
    assert count == 2
    assert len(first.diff.changes) == 1
    assert again(states, resolved) == (first, 0)


def test_a_revision_is_known_again(repo: Repository, store: Path, resolved: list[Path]) -> None:
    asked = ("v1", str(repo.root))
    first, count = again(asked, resolved)
    assert (count, store.is_dir()) == (2, True)
    assert again(asked, resolved) == (first, 0)
    assert again((str(repo.root), "v1"), resolved)[1] == 0


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    made = repository(tmp_path / "repository")
    small(made.root)
    made.commit("v1")
    small(made.root, MOVED)
    return made


def test_what_changed_is_read_anew(states: tuple[str, str], resolved: list[Path]) -> None:
    again(states, resolved)
    write(Path(states[0]), {"mappings/small.map": MAPPING.replace(MOVED[0], "1-0:2.8.2.255")})
    compared, count = again(states, resolved)
    assert count == 1
    (change,) = compared.diff.changes
    assert change.fields[0].change.old_text == "1-0:2.8.2.255"


def test_an_edition_is_another_state_than_the_workspace(tmp_path: Path, store: Path, resolved: list[Path]) -> None:
    root = small(tmp_path / "gb")
    old = MAPPING.split("ActiveImport", maxsplit=1)[0].replace(*MOVED)
    write(root, {"metermap.toml": TOML + EDITIONS, "editions/old.map": old})
    asked = (f"{root}@0.8.1", str(root))
    first, count = again(asked, resolved)
    assert (count, len(first.diff.changes), first.diff.old.partial) == (1, 1, True)
    assert again(asked, resolved) == (first, 0)
    assert len(list(store.glob("*.state"))) == 2


def test_what_lacks_something_is_told_each_time(states: tuple[str, str], resolved: list[Path]) -> None:
    write(Path(states[1]), {"mappings/small.map": MAPPING.replace("value: value", "value: nosuch", 1)})
    first, _ = again(states, resolved)
    assert first.new.errors
    assert again(states, resolved) == (first, 1)


def test_what_is_read_where_no_digest_looks_is_not_kept(tmp_path: Path, store: Path, resolved: list[Path]) -> None:
    hidden = ('"mappings/*.map"', '".hidden/*.map"')
    states = [small(tmp_path / name, hidden) for name in ("old", "new")]
    for root, mapping in zip(states, (MAPPING, MAPPING.replace(*MOVED)), strict=True):
        write(root, {".hidden/small.map": mapping})
    asked = (str(states[0]), str(states[1]))
    assert len(again(asked, resolved)[0].diff.changes) == 1
    assert again(asked, resolved)[1] == 2
    assert not list(store.glob("*.state"))


def test_a_file_that_a_pattern_now_finds_where_no_digest_looks_is_read(
    tmp_path: Path, store: Path, resolved: list[Path]
) -> None:
    anywhere = ('"mappings/*.map"', '"*/*.map"')
    asked = (str(small(tmp_path / "old", anywhere)), str(small(tmp_path / "new", anywhere)))
    again(asked, resolved)
    assert store.is_dir()
    write(
        tmp_path / "old", {".hidden/more.map": "on ESME over dlms, native.\nNonsense is Register 1-0:1.8.0.255 {}.\n"}
    )
    compared, count = again(asked, resolved)
    assert count == 1
    assert compared.old.errors


@pytest.mark.parametrize("content", [b"", b"nonsense", b"metermap state 1 "])
def test_a_damaged_entry_counts_as_none(
    states: tuple[str, str], store: Path, resolved: list[Path], content: bytes
) -> None:
    first, _ = again(states, resolved)
    for entry in store.glob("*.state"):
        entry.write_bytes(content)
    assert again(states, resolved) == (first, 2)


@pytest.mark.parametrize(
    "form", ["[]", "{}", '{"side":["","","",false],"renamed":{},"matches":{},"lists":{"nosuch":[]}}', "[" * 100_000]
)
def test_an_entry_of_another_form_counts_as_none(
    states: tuple[str, str], store: Path, resolved: list[Path], form: str
) -> None:
    first, _ = again(states, resolved)
    for entry in list(store.glob("*.state")):
        Store("metermap state 1", ".state").keep(entry.stem, [form.encode()])
    assert again(states, resolved) == (first, 2)
