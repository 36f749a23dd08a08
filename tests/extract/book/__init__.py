"""Tests of writing into a workbook that people work in."""
