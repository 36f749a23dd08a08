"""Whole stories, from the first form to the workbook: what a trust's people do, and what must come out."""
