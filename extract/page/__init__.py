"""Read what stands on the pages of a PDF whose boxes are gone: printed to PDF, flattened, distilled anew.

The walk: `identity` (which form, which page of it?) -> `fitting` (where does the issued page lie on this
one?) -> `answers` (which words and ticks stand in its boxes?) -> `reading` (the file as a whole).
"""
