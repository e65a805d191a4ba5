"""The reader of .xlsx files: one pass of expat over each part, with all guards built in.

Names of elements and attributes: ECMA-376 part 1, SpreadsheetML, transitional and strict.
See docs/decisions/0016.
"""
