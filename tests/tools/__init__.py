"""Wrap the outside programs that judge what halfterm makes, and that stand in for the people who fill it in.

Each module names its program once as a ``Tool``. Every function that runs a program first asks ``require``: a
missing program skips the test with the reason, or fails it where ``HALFTERM_REQUIRE_TOOLS=1`` is set.
"""
