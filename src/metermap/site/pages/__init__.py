"""One module a kind of page; each gives `Page` records and writes no file."""
