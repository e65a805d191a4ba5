"""Run the command line as ``python -m metermap``."""

from metermap.cli import main

main()
