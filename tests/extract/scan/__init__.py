"""Scans and photographs: pages as pictures."""
