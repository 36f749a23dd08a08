"""Read pictures of pages: scanned or photographed, in a PDF or as files of their own.

The walk: `pictures` (a file becomes pictures of pages) -> `codes` (which form, which page?) -> `sheets`
(how was it issued? `texts` says with which rows) -> `registering` (where does it lie on the picture? `warp`
is the map) -> `fitting` (as which form?) -> `ink` (what was added in its boxes?) -> `letters` (which
letters? `typed`, `spelling` and `glyphs` by the form's font, `recognising` by tesseract) -> `answers` (one
page) -> `reading` (the file as a whole). `flat` takes the light out of a picture.
"""

import os

# The matrices are small: several threads for each cost more than they bring, and far more where others work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
