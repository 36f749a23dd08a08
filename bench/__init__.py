"""Measure fill, make and read beside other libraries, in one run, with versions printed."""
