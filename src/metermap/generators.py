"""Which generators there are: metermap's own, and those that installed distributions register as entry points.

Nothing here runs before a build: looking through what is installed takes time, and loading a plug-in runs it.
A build with nothing to do loads none: what loading needs is imported by `load`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata, util
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import TYPE_CHECKING, Final

from metermap.codegen.codes import BAD_GENERATOR, BAD_PATH, CLASH
from metermap.core.findings import Findings
from metermap.core.text import slug

if TYPE_CHECKING:
    from metermap.codegen.base import Registration

__all__ = ["GROUP", "OWN", "Found", "Loaded", "find", "load", "plug_in_folders"]

GROUP: Final = "metermap.generators"

OWN: Final = tuple(
    EntryPoint(name, f"{module}:GENERATOR", GROUP)
    for name, module in (
        ("exchange", "metermap.codegen.exchange"),
        ("gap_report", "metermap.codegen.gap_report"),
        ("python", "metermap.codegen.python"),
        ("c", "metermap.codegen.c"),
        ("vectors", "metermap.codegen.vectors"),
        ("conformance", "metermap.codegen.conformance"),
        ("site", "metermap.site"),
    )
)
"""metermap's own generators, in the order in which they run. pyproject.toml registers the same; a test compares."""

_OWN_DISTRIBUTION = "metermap"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}", re.ASCII)
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}(?<!\.)", re.ASCII)
# Folders of the output tree that no generator of a plug-in may have, besides those of metermap's own.
_TAKEN = ("site",)


@dataclass(frozen=True, slots=True)
class Found:
    """A registered generator that nobody has loaded; `distribution` says name and version, '' for metermap's own."""

    entry: EntryPoint
    distribution: str = ""

    @property
    def shown(self) -> str:
        """Return how findings name it."""
        return f"the generator {self.entry.name} of {self.distribution or _OWN_DISTRIBUTION}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A generator that can run, and the names of its templates."""

    found: Found
    registration: Registration
    templates: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return its name in ``[build.NAME]`` and ``templates/NAME``."""
        return self.found.entry.name


def find() -> tuple[Found, ...]:
    """Return metermap's own generators in their order, then all others by name and distribution."""
    others = sorted(_registered(), key=lambda found: (found.entry.name, found.distribution, found.entry.value))
    return (*map(Found, OWN), *others)


def _registered() -> Iterator[Found]:
    seen = set()
    for distribution in metadata.distributions():
        # The text is looked at first: to take all files apart that have none of the group would be slow.
        text = distribution.read_text("entry_points.txt") or ""
        if GROUP not in text:
            continue
        name = distribution.metadata["Name"] or "a distribution without a name"
        # Of two copies on the path the first is the one that is imported.
        if slug(name) in seen or slug(name) == _OWN_DISTRIBUTION:
            continue
        seen.add(slug(name))
        shown = f"the distribution {name} {distribution.version}"
        yield from (Found(EntryPoint(key, value, GROUP), shown) for key, value in _lines(text))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield names and values of the group. A line that is no pair comes with an empty value, and cannot be loaded."""
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = line.strip("[] ")
        elif section == GROUP and line and not line.startswith(("#", ";")):
            name, _, value = line.partition("=")
            yield name.strip(), value.strip()


def load(found: Iterable[Found], findings: Findings) -> tuple[Loaded, ...]:
    """Import generators. A plug-in that cannot be, or that meets another one, is a finding and left out.

    Raises:
        Exception: one of metermap's own cannot be imported, a defect.
    """
    everything = tuple(found)
    names = Counter(each.entry.name.casefold() for each in everything)
    apart = []
    for each in everything:
        if each.distribution and names[each.entry.name.casefold()] > 1:
            others = [other.shown for other in everything if other is not each and _same_name(other, each)]
            message = f"{each.shown} has the name of {' and '.join(others)}"
            findings.add(CLASH.at(None, message, subject=each.entry.name))
        else:
            apart.append(each)
    loaded = [made for each in apart if (made := _load(each, findings))]
    return tuple(_with_own_folders(loaded, findings))


def _same_name(one: Found, other: Found) -> bool:
    return one.entry.name.casefold() == other.entry.name.casefold()


def _load(found: Found, findings: Findings) -> Loaded | None:
    if not found.distribution:
        registration: Registration = found.entry.load()
        return Loaded(found, registration, _templates(registration))
    try:
        if not _NAME.fullmatch(found.entry.name):
            message = "its name is not made of letters, digits, _ and -"
            raise ValueError(message)  # noqa: TRY301  (all reasons are told in one place)
        registration = _checked(found.entry.load())
        loaded = Loaded(found, registration, _templates(registration))
    # Whatever the import of somebody else's code raises, it is not metermap that is at fault.
    except (Exception, SystemExit) as error:  # noqa: BLE001
        message = f"{found.shown} cannot be loaded from {found.entry.value!r}: {type(error).__name__}: {error}"
        findings.add(BAD_GENERATOR.at(None, message, subject=found.entry.name))
        return None
    if not _FOLDER.fullmatch(registration.folder) or _is_device_of_windows(registration.folder):
        message = f"{found.shown} would write into {registration.folder!r}, which is no plain name of a folder"
        findings.add(BAD_PATH.at(None, message, subject=found.entry.name))
        return None
    return loaded


def _checked(registration: object) -> Registration:
    from metermap.codegen.base import HELPERS_VERSION, Registration  # noqa: PLC0415  (see the module's docstring)

    if not isinstance(registration, Registration):
        message = f"it leads to {type(registration).__name__} and not to a Registration"
        raise TypeError(message)
    if not _is_text(registration.folder) or not callable(registration.generate):
        message = "its Registration holds no folder or no function"
        raise TypeError(message)
    if registration.helpers != HELPERS_VERSION:
        message = f"it is written for version {registration.helpers} of the helpers, and here is {HELPERS_VERSION}"
        raise ValueError(message)
    return registration


def _is_device_of_windows(folder: str) -> bool:
    stem = folder.partition(".")[0].lower()
    return slug(stem) == f"x-{stem}"


def _is_text(value: object) -> bool:
    """Return whether a plug-in gave a text; its types are only promised."""
    return isinstance(value, str)


def _templates(registration: Registration) -> tuple[str, ...]:
    from metermap.codegen.templates import template_names  # noqa: PLC0415  (see the module's docstring)

    return template_names(registration.templates) if registration.templates else ()


def _with_own_folders(loaded: list[Loaded], findings: Findings) -> Iterator[Loaded]:
    """Yield those whose folder no other one has; metermap's own keep theirs."""
    folders = Counter([each.registration.folder.casefold() for each in loaded] + list(_TAKEN))
    for each in loaded:
        folder = each.registration.folder
        if each.found.distribution and folders[folder.casefold()] > 1:
            same = [other for other in loaded if other.registration.folder.casefold() == folder.casefold()]
            others = " and ".join(other.found.shown for other in same if other is not each)
            message = f"{each.found.shown} would write into {folder}, the folder of {others or _OWN_DISTRIBUTION}"
            findings.add(CLASH.at(None, message, subject=each.name))
        else:
            yield each


def plug_in_folders(found: Iterable[Found]) -> Iterator[tuple[str, Path]]:
    """Yield the files and folders that hold the plug-ins' programs, by distribution and name; nothing is imported."""
    for each in found:
        if each.distribution:
            package = each.entry.value.partition(":")[0].partition(".")[0].strip()
            try:
                spec = util.find_spec(package) if package else None
            except (ImportError, ValueError):
                spec = None
            places = list(spec.submodule_search_locations or ()) or [spec.origin or ""] if spec else []
            shown = f"plug-in {each.distribution} {each.entry.name} = {each.entry.value}"
            yield from ((shown, Path(place)) for place in places if place)
