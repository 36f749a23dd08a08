"""Tests of what a document is to say, before it is a PDF or a Word file."""
