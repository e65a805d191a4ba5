"""What two models say differently, field by field, read from the documents that are released.

`documents` reads a ``model.json`` that may be anything, `compare` pairs the lines of two and tells their differences.
"""
