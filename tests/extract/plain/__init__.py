"""Tests of reading plain forms."""
