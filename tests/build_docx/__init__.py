"""Tests of the Word files."""
