"""The review file: what a person has to look at in returned forms, with pictures, and what they say of it.

The walk: `rows` (what stands in it) -> `writing` (as a workbook) -> a person -> `reading` (what they typed)
-> `answers` (what that means for a box, or why it cannot be taken).
"""
