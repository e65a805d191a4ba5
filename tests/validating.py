"""Documents held against their JSON Schema by an independent validator, jsonschema, in the oracles' environment."""

from __future__ import annotations

import json
import subprocess

from tests.oracles.ask import OraclesMissing, interpreter
from tests.tools import missing

__all__ = ["faults_by_schema"]

_PROGRAM = """
import json, sys
from jsonschema.validators import validator_for
document, schema = json.load(sys.stdin)
kind = validator_for(schema)
kind.check_schema(schema)
faults = sorted(kind(schema).iter_errors(document), key=lambda fault: list(map(str, fault.absolute_path)))
print(json.dumps([f"{fault.json_path}: {fault.message[:200]}" for fault in faults[:20]]))
"""


def faults_by_schema(document: str, schema: str) -> list[str]:
    """Return where a document, as text, is not what its schema says: at most 20 faults, each with its path.

    A schema that is none itself fails the test; without the validator it is skipped, or fails if nothing may be.
    """
    try:
        python = interpreter()
    except OraclesMissing as error:
        missing(str(error))
    command = [python, "-I", "-c", _PROGRAM]
    run = subprocess.run(
        command, input=f"[{document}, {schema}]", capture_output=True, text=True, check=False, timeout=300
    )
    assert not run.returncode, run.stderr
    faults: list[str] = json.loads(run.stdout)
    return faults
