"""Run the generators one after the other; what a plug-in or a workspace's template does wrong becomes a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from metermap import generators
from metermap.codegen.base import Generated, GeneratorInput
from metermap.codegen.codes import (
    BAD_PATH,
    BAD_TEMPLATE,
    FAILED,
    IDLE_TEMPLATE,
    UNKNOWN_GENERATOR,
    UNREADABLE_TEMPLATE,
)
from metermap.codegen.gap_report.earlier import Earlier
from metermap.codegen.overrides import Overrides, TemplateFile, template_files
from metermap.codegen.standards import StandardsReport
from metermap.codegen.templates import fault_of
from metermap.core.files import check_paths
from metermap.core.findings import Finding, Findings
from metermap.core.judged import JudgedFinding
from metermap.core.places import FilePlace, TextPlace
from metermap.core.rules import Rule
from metermap.core.suggest import did_you_mean
from metermap.core.workspace import Workspace
from metermap.generators import Loaded
from metermap.mappings.model import EditionModel
from metermap.resolving import Resolved, Run

__all__ = ["Before", "Made", "generate", "placed"]


@dataclass(frozen=True, slots=True)
class Before:
    """What is made once before the generators run, and handed to each of them; see `GeneratorInput`."""

    judged: tuple[JudgedFinding, ...]
    standards: StandardsReport
    rules: Mapping[str, Rule]
    earlier: Earlier | None = None
    editions: tuple[EditionModel, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What the generators gave, by folder in the order in which they ran, and whether one of them failed."""

    parts: dict[str, Generated] = field(default_factory=dict)
    complete: bool = True


def placed(folder: str, name: str) -> str:
    """Return the path below the output folder; a generator may name its own folder or leave it out."""
    return name if name.startswith(f"{folder}/") else f"{folder}/{name}"


def generate(resolved: Resolved, run: Run, before: Before) -> Made:
    """Run all generators on a model. One that fails is a finding, and the others run.

    Raises:
        Exception: one of metermap's own fails and no template of the workspace is the reason, a defect.
    """
    workspace = resolved.workspace
    found = generators.find()
    names = tuple(dict.fromkeys(each.entry.name for each in found))
    run.findings.extend(_unknown(name, names) for name in workspace.build if name not in names)
    loaded = generators.load(found, run.findings)
    overrides = _overrides(workspace, loaded, names, run.findings)
    parts: dict[str, Generated] = {}
    for each in loaded:
        options = workspace.build.get(each.name, {})
        templates = overrides[each.name]
        given = GeneratorInput(
            resolved.model,
            workspace.package,
            options,
            resolved.dictionaries,
            templates,
            judged=before.judged,
            standards=before.standards,
            rules=before.rules,
            site=workspace.site,
            earlier=before.earlier,
            editions=before.editions,
            version=workspace.version,
        )
        with run.stage(each.name):
            made = _run(each, given, run.findings)
        if made is not None:
            parts[each.registration.folder] = made
            run.findings.extend(made.findings)
    return Made(parts, complete=len(parts) == len(found))


def _unknown(name: str, known: Iterable[str]) -> Finding:
    names = tuple(known)
    expected = did_you_mean(name, names) or "one of " + ", ".join(names)
    message = f"there is no generator {name}"
    return UNKNOWN_GENERATOR.at(FilePlace("metermap.toml", f"build.{name}"), message, subject=name, expected=expected)


def _overrides(
    workspace: Workspace, loaded: Iterable[Loaded], names: tuple[str, ...], findings: Findings
) -> Mapping[str, Overrides]:
    """Return the overriding templates of each generator; those of one that could not be loaded are not judged."""
    known = {each.name: each.templates for each in loaded}
    texts: dict[str, dict[str, str]] = {name: {} for name in known}
    for file in template_files(workspace.root):
        if file.refused:
            message = f"the template is not read: {file.refused}"
            findings.add(UNREADABLE_TEMPLATE.at(FilePlace(file.path), message, subject=file.path))
        elif file.name in known.get(file.generator, ()):
            texts[file.generator][file.name] = file.data.decode("utf-8")
        elif file.generator in known or file.generator not in names:
            findings.add(_idle(file, known, names))
    return {name: Overrides(name, mine) for name, mine in texts.items()}


def _idle(file: TemplateFile, known: Mapping[str, tuple[str, ...]], names: tuple[str, ...]) -> Finding:
    place = FilePlace(file.path)
    if file.generator not in known:
        message = f"there is no generator {file.generator}" if file.generator else "it is in no generator's folder"
        expected = did_you_mean(file.generator, names) or "a folder called " + " or ".join(names)
        return IDLE_TEMPLATE.at(place, message, subject=file.path, expected=expected)
    own = known[file.generator]
    message = f"the generator {file.generator} has no template {file.name}"
    expected = did_you_mean(file.name, own) or "one of " + (", ".join(own) or "none: it has no templates")
    return IDLE_TEMPLATE.at(place, message, subject=file.path, expected=expected)


def _run(each: Loaded, given: GeneratorInput, findings: Findings) -> Generated | None:
    is_plug_in = bool(each.found.distribution)
    try:
        made = each.registration.generate(given)
        return _checked(each, made, findings) if is_plug_in else made
    # A workspace's template or somebody else's code may raise anything; metermap's own defects go on their way.
    except (Exception, SystemExit) as error:
        if fault := fault_of(error, given.templates):
            place = TextPlace(given.templates.file(fault.name), fault.line, 1)
            findings.add(BAD_TEMPLATE.at(place, fault.message, subject=place.file))
        elif is_plug_in:
            message = f"{each.found.shown} failed: {type(error).__name__}: {error}"
            findings.add(FAILED.at(None, message, subject=each.name))
        else:
            raise
        return None


def _checked(each: Loaded, made: Generated, findings: Findings) -> Generated | None:
    """Return what a plug-in gave, if it is files in its own folder.

    Raises:
        TypeError: it is something else.
    """
    if not isinstance(made, Generated) or not _are_of(made.files, str, bytes) or not _are_of(made.counts, str, int):
        message = "it gave no Generated of paths with octets and words with figures"
        raise TypeError(message)
    if not all(isinstance(finding, Finding) for finding in made.findings):
        message = "it gave findings that are none"
        raise TypeError(message)
    folder = each.registration.folder
    try:
        check_paths({placed(folder, name) for name in made.files})
    except ValueError as error:
        message = f"{each.found.shown} gave a file that cannot be written below {folder}: {error}"
        findings.add(BAD_PATH.at(None, message, subject=each.name))
        return None
    return made


def _are_of(mapping: object, keys: type, values: type) -> bool:
    return isinstance(mapping, Mapping) and all(
        isinstance(key, keys) and isinstance(value, values) for key, value in mapping.items()
    )
