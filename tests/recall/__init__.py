"""Measure how much of what people typed comes out again, for every way that a filled in form comes back.

`samples` makes the forms, `lookalikes` what is typed into them, `typists` type it. A `channel.Channel` is one
way back: it changes the bytes of a filled in file, as a viewer, a printer, a scanner or Word would. The
program's own reader reads the result, and `judge` holds what it says against what was typed. `python -m
tests.recall` goes through all of them and writes docs/recall.md.
"""
