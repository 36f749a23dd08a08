"""Prove what halfterm promises."""
