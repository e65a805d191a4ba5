"""Building the site alone, and publishing it as one edition beside others; what `metermap site` calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.core.digest import combined_digest, sha256_hex
from metermap.core.exits import Exit
from metermap.core.files import Manifest, OutputRefusedError, read_manifest, write_tree
from metermap.core.text import one_line
from metermap.inputs import inputs_digest
from metermap.pipeline import CheckResult, Outputs, found_before, make, stopped
from metermap.resolving import Resolved, Run, resolve

if TYPE_CHECKING:
    from metermap.codegen.gap_report.earlier import Earlier
    from metermap.site.editions import Edition, Publication

__all__ = ["Folder", "SiteResult", "Target", "build_site", "withdraw"]

_FINDINGS = "downloads/report/findings.json"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a site goes: the folder `out`, its source too if `source` names a folder.

    With a `label`, `out` is the folder of editions, and the site one of them. `against` is an earlier model or gap
    report, or the folder of a build, to show changes against. A dry run writes nothing.
    """

    out: Path
    source: Path | None = None
    label: str = ""
    against: Path | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Folder:
    """What became of a folder: how many `files` it has, and which are written, changed or removed."""

    path: Path
    files: int
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What became of a site: how many `files` it has, and which are written, changed or removed.

    `up_to_date` is true if nothing had to be made. `editions` are the labels in the folder, newest first. `source` is
    what became of the site's source, None if none was asked for or nothing had to be made.
    """

    out: Path
    checked: CheckResult
    files: int = 0
    changed: tuple[str, ...] = ()
    up_to_date: bool = False
    editions: tuple[str, ...] = ()
    source: Folder | None = None

    @property
    def differs(self) -> bool:
        """Return whether any file, the source's too, is written, changed or removed."""
        return bool(self.changed or (self.source and self.source.changed))


def build_site(path: Path, target: Target) -> SiteResult:
    """Build the site of the workspace at `path`. Findings do not stop it unless a stage cannot go on.

    Raises:
        OutputRefusedError: a folder cannot be written or must not be; see `write_tree`.
        EarlierError: what changes are to be shown against cannot be.
    """
    root = path if path.is_dir() else path.parent
    run = Run()
    _check_kind(target)
    against = _earlier(target)
    with run.stage("digests of the inputs"):
        digest = _digest(root, against)
        before = read_manifest(target.out) or Manifest()
        kept = _kept(target, before, digest)
    if kept:
        return replace(kept, checked=replace(kept.checked, stages=tuple(run.stages)))
    resolved = resolve(path, run)
    if isinstance(resolved, Exit):
        return SiteResult(target.out, stopped(run, resolved))
    made = make(resolved, run, against)
    tree = _tree(target, resolved, made, digest, before)
    changed = tree.changed(target.out, before)
    with run.stage("writing"):
        if not target.dry_run:
            tree.write(target.out)
        source = _source(target, made, digest)
    checked = replace(made.checked, stages=tuple(run.stages))
    files = len(tree.files) + len(tree.keep)
    return SiteResult(target.out, checked, files, changed, editions=tree.labels, source=source)


def _source(target: Target, made: Outputs, digest: str) -> Folder | None:
    """Write the site's source, unless it is a dry run; return what became of it, None if none is asked for."""
    if target.source is None:
        return None
    tree = _Tree(made.folder("site-src"), (), digest if made.complete else "")
    changed = tree.changed(target.source, read_manifest(target.source) or Manifest())
    if not target.dry_run:
        tree.write(target.source)
    return Folder(target.source, len(tree.files), changed)


def _earlier(target: Target) -> Earlier | None:
    if target.against is None:
        return None
    from metermap.codegen.gap_report.earlier import read_earlier  # noqa: PLC0415  (as in metermap.pipeline)

    return read_earlier(target.against)


def _digest(root: Path, against: Earlier | None) -> str:
    digest = inputs_digest(root)
    # All of it, not the digest that it says it has: anybody may have edited the file.
    told = sha256_hex(repr(against).encode("utf-8", "surrogateescape"))
    return combined_digest([("inputs", digest), ("against", told)]) if against else digest


def withdraw(out: Path, label: str, *, dry_run: bool = False) -> SiteResult:
    """Take an edition out of a folder of editions.

    Raises:
        OutputRefusedError: there is no such edition, or the folder cannot be written or must not be.
    """
    from metermap.site.editions import withdrawn  # noqa: PLC0415  (as in metermap.pipeline)

    before = read_manifest(out) or Manifest()
    made = withdrawn(out, label)
    inputs = {name: digest for name, digest in _inputs(before).items() if name != label}
    tree = _edition_tree(made, inputs)
    changed = tree.changed(out, before)
    if not dry_run:
        tree.write(out)
    nothing = CheckResult((), None, (), Exit.FINE)
    return SiteResult(out, nothing, len(tree.files) + len(tree.keep), changed, editions=tree.labels)


@dataclass(frozen=True, slots=True)
class _Tree:
    files: Mapping[str, bytes]
    keep: tuple[str, ...]
    inputs: str
    labels: tuple[str, ...] = ()

    def write(self, out: Path) -> None:
        write_tree(out, self.files, inputs=self.inputs, keep=self.keep)

    def changed(self, out: Path, before: Manifest) -> tuple[str, ...]:
        """Return the paths that are written, changed or removed."""
        new = {name for name, data in self.files.items() if before.files.get(name) != sha256_hex(data)}
        gone = set(before.files) - set(self.files) - set(self.keep)
        return tuple(sorted(new | gone | (before.spoilt(out) - set(self.keep))))


def _check_kind(target: Target) -> None:
    """Refuse what would block a later build, before anything is made.

    That is one site where several are (`read_editions` refuses the reverse), and one folder inside the other, where
    either finds files that it did not write.
    """
    from metermap.site.editions import INDEX, read_editions  # noqa: PLC0415  (as in metermap.pipeline)

    if target.source and _nested(target.source.resolve(), target.out.resolve()):
        shown = one_line(str(target.source)), one_line(str(target.out))
        message = f"the source folder {shown[0]} and the site's folder {shown[1]} must lie apart, neither in the other"
        raise OutputRefusedError(message)
    if target.label:
        read_editions(target.out)
    elif INDEX in (read_manifest(target.out) or Manifest()).files:
        message = f"{one_line(str(target.out))} holds published editions; name yours with --version"
        raise OutputRefusedError(message)


def _nested(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _tree(target: Target, resolved: Resolved, made: Outputs, digest: str, before: Manifest) -> _Tree:
    inputs = digest if made.complete else ""
    site = made.folder("site")
    if not target.label:
        return _Tree(site, (), inputs)
    from metermap.site.editions import published  # noqa: PLC0415  (as in metermap.pipeline)

    digests = {**_inputs(before), target.label: inputs}
    return _edition_tree(published(target.out, _edition(target.label, resolved, site), site), digests)


def _edition_tree(made: Publication, inputs: Mapping[str, str]) -> _Tree:
    labels = tuple(edition.label for edition in made.editions)
    known = " ".join(f"{label}={inputs[label]}" for label in labels if inputs.get(label))
    return _Tree(made.files, made.keep, known, labels)


def _inputs(before: Manifest) -> dict[str, str]:
    """Return the digests of what each edition was made from, as the marker has them."""
    pairs = (entry.partition("=") for entry in before.inputs.split())
    return {label: digest for label, _, digest in pairs}


def _edition(label: str, resolved: Resolved, site: Iterable[str]) -> Edition:
    from metermap.site.editions import Edition  # noqa: PLC0415  (as in metermap.pipeline)
    from metermap.site.names import site_map  # noqa: PLC0415

    model = resolved.model
    return Edition(
        label=label,
        title=model.title or model.name,
        edition=model.edition,
        digest=model.digest,
        items={name: f"{page}.html" for name, page in sorted(site_map(model).items.items())},
        renamed=dict(resolved.workspace.site.renamed),
        pages=tuple(sorted(name for name in site if name.endswith(".html"))),
    )


def _kept(target: Target, before: Manifest, digest: str) -> SiteResult | None:
    """Return the result that made what is there, if it was made from these inputs and nobody touched it."""
    made_from = _inputs(before).get(target.label) if target.label else before.inputs
    source = read_manifest(target.source) if target.source else None
    if made_from != digest or not before.intact(target.out):
        return None
    if target.source and not (source and source.inputs == digest and source.intact(target.source)):
        return None
    folder = target.out / target.label if target.label else target.out
    try:
        checked = found_before(folder / _FINDINGS)
    except (OSError, ValueError):
        return None
    from metermap.site.editions import read_editions  # noqa: PLC0415  (as in metermap.pipeline)

    labels = tuple(edition.label for edition in read_editions(target.out)) if target.label else ()
    return SiteResult(target.out, checked, len(before.files), up_to_date=True, editions=labels)
