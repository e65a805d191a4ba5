"""What the benchmarks share: CPU time, medians, and pairs measured in turn."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["GB", "child_seconds", "own_seconds", "pair", "print_ratio"]

GB = Path(__file__).parents[1] / "gb"


def child_seconds(arguments: Sequence[str]) -> float:
    """Return the CPU seconds that a Python process with these arguments takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def own_seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds that a function takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def pair(first: Callable[[], float], second: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Return the medians of two measurements, taken in turn so that both meet the same machine."""
    times = [(first(), second()) for _ in range(rounds)]
    return statistics.median(one for one, _ in times), statistics.median(other for _, other in times)


def print_ratio(name: str, ours: float, theirs_name: str, theirs: float) -> None:
    """Print two times and their ratio; only the ratio means anything on another machine."""
    print(f"{name:32} {ours * 1000:9.1f} ms")
    print(f"{theirs_name:32} {theirs * 1000:9.1f} ms")
    print(f"{'ratio':32} {ours / theirs:9.2f}")
