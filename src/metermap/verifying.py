"""Verifying a release, and whether a workspace still is what was released; what `metermap verify-release` calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.core.bounded import FileError, read_bounded
from metermap.core.digest import sha256_hex
from metermap.core.exits import Exit
from metermap.core.versions import RELEASES
from metermap.resolving import Run, resolve

if TYPE_CHECKING:
    from metermap.codegen.release.verify import Verification

__all__ = ["release_folder", "verify_release", "workspace_of"]

_SHOWN = 20
_LONGEST = 200_000_000


def release_folder(path: Path, label: str) -> Path:
    """Return the folder of a release: `path` itself, or that of a label in the workspace at `path`."""
    if not label:
        return path.resolve() if path.name in {"", ".", ".."} else path.parent.resolve() / path.name
    return (path if path.is_dir() else path.parent).resolve() / RELEASES / label


def workspace_of(folder: Path) -> Path | None:
    """Return the workspace in which a release lies; None if it lies elsewhere."""
    root = folder.parent.parent
    return root if folder.parent.name == RELEASES and (root / "metermap.toml").is_file() else None


def verify_release(folder: Path, sources: Path | None = None) -> Verification:
    """Verify the release in a folder; with `sources`, also that the workspace there still is what was released."""
    from metermap.codegen.release.folder import Fault  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.codegen.release.verify import verify  # noqa: PLC0415

    found = verify(folder)
    if sources is None:
        return found
    differing = tuple(_differing(sources, found))
    if not differing:
        return found
    same = _same_model(sources, found)
    if same:
        differ = (
            "1 source of the workspace differs" if len(differing) == 1 else f"{len(differing):,} sources of it differ"
        )
        note = f"{differ}, and it still gives the same model"
        return replace(found, notes=(*found.notes, note))
    label = found.release.label
    faults = [Fault(label, "", message) for message in differing[:_SHOWN]]
    if len(differing) > _SHOWN:
        faults.append(Fault(label, "", f"{len(differing) - _SHOWN:,} more sources differ"))
    faults.append(Fault(label, "", "the workspace does not give the released model any more"))
    return replace(found, faults=(*found.faults, *faults))


def _differing(root: Path, found: Verification) -> Iterator[str]:
    """Yield the sources of a release that are not as they were, each in words."""
    record = found.release.record
    for source in record.sources if record is not None else ():
        if not _inside(root, source.path):
            yield f"the source {source.path} is no file of the workspace"
            continue
        try:
            data = read_bounded(root / source.path, _LONGEST)
        except FileError as error:
            yield f"the source {source.path} {error}"
        else:
            if sha256_hex(data) != source.sha256:
                yield f"the source {source.path} is not as it was released"


def _inside(root: Path, path: str) -> bool:
    """Return whether a path of a release, which may say anything, stays in the workspace, links followed."""
    if "\x00" in path or Path(path).is_absolute():
        return False
    try:
        return (root / path).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):  # links that lead in a circle, a name that no file can have
        return False


def _same_model(root: Path, found: Verification) -> bool:
    """Return whether the workspace resolves to the released model, its places included."""
    from metermap.codegen.changes.diff import compare  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.codegen.changes.snapshot import snapshot_of  # noqa: PLC0415
    from metermap.codegen.exchange.documents import model_document  # noqa: PLC0415

    resolved = resolve(root, Run())
    if isinstance(resolved, Exit) or found.release.model is None:
        return False
    state = snapshot_of(model_document(resolved.model, ()), "the workspace")
    return not compare(found.release.model, state, {}).changes
