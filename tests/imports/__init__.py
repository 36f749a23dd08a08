"""Test imports as they go in a school: many files, cut off, without room or rights, two at once."""
