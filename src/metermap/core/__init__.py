"""Shared by all stages: places, findings, addresses, types, escaping, files, the workspace."""
