"""Prove the round: what is built shows, stores, passes the standards and reads back as it was put in.

`making` builds and reads, `strategies` makes values, `expected` says what reading them back must give; the
tests bring the three together for every form, format and stage.
"""
