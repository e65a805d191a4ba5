"""The tests. Helpers are imported from here by their full name: `from tests.tools import require_tool`."""
