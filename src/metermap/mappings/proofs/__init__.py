"""The value proofs: two sets and the conversion between them."""
