"""Tests of the Dashboard and the sheets that it counts."""
