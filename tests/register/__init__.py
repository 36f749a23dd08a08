"""Test the history of sessions, actions, cases, agreements and reviews."""
