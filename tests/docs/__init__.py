"""Tests that the documents say what is so: every example is built, read back and shown."""
