"""Serving a workspace's site while somebody edits it: built anew when an input changes, the last good pages kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread

from metermap.core.digest import combined_digest, sha256_hex
from metermap.core.exits import Exit
from metermap.core.findings import Finding, Severity
from metermap.core.render import OutputFormat, render
from metermap.pipeline import CheckResult, make, stopped
from metermap.resolving import Run, resolve
from metermap.rule_book import codes_for
from metermap.site.server import Served, SiteServer
from metermap.watching import changes

__all__ = ["Build", "serve"]


@dataclass(frozen=True, slots=True)
class Build:
    """What one build gave: what was found, how many files there are, how many changed, and the seconds it took."""

    checked: CheckResult
    files: int
    changed: int
    seconds: float

    @property
    def is_good(self) -> bool:
        """Return whether there are new pages."""
        return self.checked.model is not None


def serve(path: Path, server: SiteServer, told: Callable[[Build], object], stop: Event | None = None) -> None:
    """Serve the site of the workspace at `path` until `stop` is set, or for good; tell of each build.

    The first pages are built when the server already answers. Leaves the server closed.
    """
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        for _ in changes(path if path.is_dir() else path.parent, stop or Event()):
            told(_build(path, server))
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _build(path: Path, server: SiteServer) -> Build:
    start = time.perf_counter()
    before = server.served
    run = Run()
    resolved = resolve(path, run)
    if isinstance(resolved, Exit):
        return _kept(server, stopped(run, resolved), start)
    faults = _faults(run)
    if faults and before.files and before.whole:
        return _kept(server, CheckResult(faults, None, tuple(run.stages), Exit.FINDINGS), start)
    made = make(resolved, run)
    files = made.folder("site")
    changed = sum(1 for name in {*files, *before.files} if files.get(name) != before.files.get(name))
    # No notice of faults here: such pages tell of it themselves, as published ones do.
    server.served = Served(files, _state(files), whole=not faults)
    return Build(made.checked, len(files), changed, time.perf_counter() - start)


def _state(files: Mapping[str, bytes]) -> str:
    """Return what stands for these very files, also when another server serves them."""
    return combined_digest((name, sha256_hex(data)) for name, data in files.items())


def _kept(server: SiteServer, checked: CheckResult, start: float) -> Build:
    """Keep the pages as they are, and let them say why."""
    before = server.served
    said = "The workspace cannot be built as it is. These are the last good pages." if before.files else ""
    server.served = replace(before, notice=_notice(said, checked.findings))
    return Build(checked, len(before.files), 0, time.perf_counter() - start)


def _faults(run: Run) -> tuple[Finding, ...]:
    """Return the errors for which pages would lack something, or be wrong."""
    errors = [finding for finding in run.findings.sorted() if finding.severity is Severity.ERROR]
    codes = codes_for({finding.code for finding in errors})
    return tuple(finding for finding in errors if codes[finding.code].fixed)


def _notice(said: str, findings: tuple[Finding, ...]) -> str:
    return "\n".join(filter(None, (said, render(findings, OutputFormat.CONCISE).rstrip())))
