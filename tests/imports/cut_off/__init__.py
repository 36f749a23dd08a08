"""Code that Python loads first where this folder is on its path."""
