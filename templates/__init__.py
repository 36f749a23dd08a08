"""Hold how a form looks, as data: Word, Typst, mail and page templates, read with ``importlib.resources``."""
