"""``check`` and ``build`` of the workspace gb, stage by stage, and a build with nothing to do."""

import tempfile
from pathlib import Path

from benchmarks.measure import GB
from metermap import pipeline
from metermap.pipeline import Stage


def main() -> None:
    # The first run of a process imports what a stage needs, as a command does.
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "build"
        built = pipeline.build(GB, out).checked.stages
        checked = pipeline.check(GB).stages
        again = pipeline.build(GB, out).checked.stages
    total = sum(stage.seconds for stage in built)
    print_stages("build, with imports", built, total)
    print_stages("check, imported already", checked, total)
    print_stages("build, nothing to do", again, total)


def print_stages(title: str, stages: tuple[Stage, ...], whole: float) -> None:
    total = sum(stage.seconds for stage in stages)
    print(f"{title:28} {total * 1000:9.1f} ms {total / whole:8.1%} of the build")
    for stage in stages:
        print(f"  {stage.name:26} {stage.seconds * 1000:9.1f} ms {stage.seconds / whole:8.1%}")


if __name__ == "__main__":
    main()
