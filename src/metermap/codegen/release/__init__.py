"""Releases: what a workspace publishes of itself once and never changes, and how it can be verified later.

`record` has what a release says of itself, `chain` which one follows which, `sums` its digests, `versioning` its
version, `symbols` the names that its bindings give, `changelog` and `migration` what people read, `verify` the proof.
"""
