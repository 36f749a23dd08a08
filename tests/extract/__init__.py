"""Prove that what people return is read to the character, and that nothing they send ends a batch."""
