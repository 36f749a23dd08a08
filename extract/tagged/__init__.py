"""Read a PDF that a Word program made of a filled in Word form, by the tags that it wrote into it.

The walk: `glyphs` (what the codes of a font draw, and how wide) -> `content` (which words each marked piece
of a page draws, and where) -> `seen` (does the page show them?) -> `tree` (which pieces are a paragraph, a
cell, a table) -> `order` (do they lie so?) -> `lines` (the text of a paragraph) -> `shape` ->
`extract.label`, which reads what stands between the printed words -> `reading` (the file as a whole).
"""
