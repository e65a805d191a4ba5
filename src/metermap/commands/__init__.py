"""The commands, one module each; `metermap.cli` loads one when it is asked for."""
