"""Tests of the catalogue stage, the workbook and the workspace file."""
