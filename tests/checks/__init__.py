"""Checks of what policies ask: a table of cases, each with a near miss."""
