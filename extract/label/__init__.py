"""Read a Word file whose content controls are gone, from what stands beside its printed words.

The form is made once more as it was issued. The walk: `shape` (paragraphs, tables and, in the issued form,
the places of its controls) -> `matching` (which words of a text stand in which place?) -> `aligning` with
`pairing` (which table and which row is which?) -> `reading` (the file as a whole) and `saying` (what to look
at).
"""
