"""Generators: what is agreed, turned into code and reports."""
