"""Tests of `extract.tagged`."""
