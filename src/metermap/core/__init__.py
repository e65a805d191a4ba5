"""What every stage speaks: places, findings, addresses, types, escaping, files, the workspace."""
