"""Tests of drafting definitions from a document."""
