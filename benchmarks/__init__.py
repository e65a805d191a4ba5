"""Benchmarks: each module is a program of its own; see README.md."""
