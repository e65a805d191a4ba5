"""The matrix of 2,000 rows in Chromium: the time from a change of the filter to the frame after it.

The rows are those of gb again and again. The clock starts with a frame, in which the filter changes; the browser then
runs the filter, lays out and paints, and the clock stops as the next frame begins: 1/60 s later,
or more if all that took longer. Aim: one frame or two.
Whatever else runs on the machine makes frames late, so each change is made several times, and its best time counts.
"""

from __future__ import annotations

import logging
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from benchmarks.measure import GB
from benchmarks.scaled import scaled
from metermap import pipeline, site
from metermap.codegen.base import GeneratorInput
from metermap.core.files import write_tree
from metermap.protocols import load_dictionaries

ITEMS = 500
ROWS = 2000
FRAME_MS = 1000 / 60
ROUNDS = 5
AIM = 2
WORDS = ("tamper", "", "price copy3", "t", "tariff", "", "logEntries", "zzz", "", "active import", "a", "")
_QUIET = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,1000")

_CHANGE = """
const [words, done] = arguments;
const field = document.querySelector('[data-filter=matrix] [name=q]');
const count = document.querySelector('[data-filter=matrix] output');
requestAnimationFrame((start) => {
  field.value = words;
  const began = performance.now();
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const filtered = performance.now() - began;
  requestAnimationFrame((next) => done([next - start, filtered, count.textContent]));
});
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = built(Path(folder)) / "matrix.html"
        with browser(Path(folder) / "profile") as driver:
            driver.get(page.as_uri())
            rows = driver.execute_script("return document.querySelectorAll('#matrix tbody tr:not(.group)').length")
            assert rows >= ROWS
            print(f"a matrix of {rows:,} rows, {len(WORDS) * ROUNDS} changes of its filter")
            measure(driver)


def measure(driver: Chrome) -> None:
    """Change the filter again and again, and print what a change takes."""
    frames: dict[int, list[float]] = {}
    filters, counts = [], set()
    for at, words in list(enumerate(WORDS)) * ROUNDS:
        frame, filtered, count = driver.execute_async_script(_CHANGE, words)
        frames.setdefault(at, []).append(float(frame))
        filters.append(float(filtered))
        counts.add(count)
    assert len(counts) > len(WORDS) / 2, "the filter lets everything through"
    print(f"{'  the filter itself, median':44} {statistics.median(filters):7.1f} ms")
    show("  to the next frame, each change at its best", [min(times) for times in frames.values()])
    show("  to the next frame, all changes", [time for times in frames.values() for time in times])


def show(name: str, times: list[float]) -> None:
    """Print median and longest of times, in milliseconds and in frames."""
    for what, value in (("median", statistics.median(times)), ("longest", max(times))):
        print(f"{name:44} {value:7.1f} ms, {what}: {value / FRAME_MS:.1f} frames (aim: at most {AIM})")


def built(folder: Path) -> Path:
    """Return a site that has the matrix and nothing else but its frame."""
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    model = pipeline.check(GB).model
    if model is None:
        message = "the workspace gb has no model; run metermap check gb"
        raise SystemExit(message)
    files = site.generate(GeneratorInput(scaled(model, ITEMS), "gb", {}, load_dictionaries())).files
    wanted = ("docs/assets/", "docs/matrix.md", "docs/index.md", "theme/", "hook.py")
    kept = {name: data for name, data in files.items() if name.startswith(wanted)}
    head, _, rest = files["mkdocs.yml"].decode().partition("nav:\n")
    _, after, extra = rest.partition("validation:\n")
    kept["mkdocs.yml"] = f"{head}nav:\n  - Matrix: matrix.md\n{after}{extra}".encode()
    write_tree(folder / "src", kept)
    site.render(folder / "src", folder / "site")
    return folder / "site"


@contextmanager
def browser(profile: Path) -> Iterator[Chrome]:
    """Run Chromium with a profile of its own."""
    options = ChromeOptions()
    options.binary_location = which("chromium") or ""
    for argument in (*_QUIET, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    driver = Chrome(options, Service(which("chromedriver") or ""))
    try:
        yield driver
    finally:
        driver.quit()


if __name__ == "__main__":
    main()
