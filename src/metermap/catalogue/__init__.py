"""The catalogue: workbooks of the working groups, read into a typed model that knows its cells."""
