"""Tests of the inspection summary."""
