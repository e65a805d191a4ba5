"""What checks the pages is what its list says: tests/web/package.json names each package and its version."""

import json
import shutil
from pathlib import Path

from tests.tools import web_packages

_LIST = Path(__file__).with_name("package.json")


def listed() -> set[str]:
    """Return each package and version that the list names, as name@version."""
    said = json.loads(_LIST.read_text("utf-8"))
    # An override may tell two versions of a package apart: strip-ansi@6.
    pairs = ((name[0] + name[1:].partition("@")[0], version) for name, version in said["overrides"].items())
    return {f"{name}@{version}" for name, version in (*said["dependencies"].items(), *pairs)}


def installed(folder: Path) -> set[str]:
    """Return each package and version in a folder ``node_modules``, packages of packages included."""
    found = set()
    for packages in (folder, *folder.rglob("node_modules")):
        for place in (*packages.glob("*/package.json"), *packages.glob("@*/*/package.json")):
            said = json.loads(place.read_text("utf-8"))
            found.add(f"{said['name']}@{said['version']}")
    return found


def test_the_list_says_exact_versions() -> None:
    assert all(entry.rpartition("@")[2].replace(".", "").isdigit() for entry in listed())


def test_what_is_installed_is_what_the_list_says() -> None:
    assert installed(web_packages()) == listed()


def test_the_major_versions_are_those_that_the_tests_were_written_for() -> None:
    assert {entry.partition(".")[0] for entry in listed()} >= {"axe-core@4", "html-validate@9"}


def test_there_is_no_lock_file_that_would_say_where_a_package_came_from() -> None:
    assert not list(_LIST.parent.glob("*lock*")) + list(_LIST.parent.glob("*shrinkwrap*"))


def test_a_package_too_many_would_be_seen(tmp_path: Path) -> None:
    shutil.copytree(
        web_packages() / "axe-core", tmp_path / "axe-core", ignore=shutil.ignore_patterns("locales", "*.js")
    )
    (tmp_path / "odd/node_modules/@deep/one").mkdir(parents=True)
    (tmp_path / "odd/node_modules/@deep/one/package.json").write_text('{"name": "@deep/one", "version": "1.0.0"}')
    assert installed(tmp_path) - listed() == {"@deep/one@1.0.0"}
