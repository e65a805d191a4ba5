"""A program that reads a mapping file under limits of time and memory, and tells what came of it.

Arguments: the file; seconds of processor time; megabytes of memory. Prints as JSON how many sentences
were read, and code, place and message of each finding.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from metermap.core.findings import Findings
from metermap.mappings.parser import parse_bytes


def main(path: str, seconds: str, megabytes: str) -> None:
    """Read the file and print the outcome."""
    data = Path(path).read_bytes()
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_AS, (int(megabytes) << 20,) * 2)
    findings = Findings()
    file = parse_bytes("test.map", data, findings)
    told = [(finding.code, str(finding.place), finding.message) for finding in findings]
    print(json.dumps([len(file.sentences), told]))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
