"""What is different between two states of a model, line by line and field by field, and what each change does to whom.

`snapshot` makes a state of a document or of a file that may be anything, `diff` compares two, `apply` makes the new one
of the old one and the difference, `judge` gives the verdicts. `model` has what they hand to each other.
"""
