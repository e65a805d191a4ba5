"""The runtime of the generated Python bindings: copied as it stands beside the generated modules.

Nothing here imports metermap; the modules import one another relatively, so they work in either place.
"""
