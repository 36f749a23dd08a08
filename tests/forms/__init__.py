"""Tests of what a form is: definitions, their loader, the catalogue and the schema."""
