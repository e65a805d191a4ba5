"""How a difference between two states is told: as text, Markdown, HTML and a workbook for people, as JSON for machines.

`telling` says what stands where, `words` how it is called; each form only sets it. `as_json` also reads a diff back.
"""
