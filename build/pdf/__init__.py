"""Make fillable, tagged PDFs (ISO 32000-1, PDF/UA-1): a page compiled once per layout, filled many times.

In the order of a document's way: `spec` (what the page template is told), `blank` (Typst page, then
AcroForm), `typeset` and `appearance` (what a field shows), `fill` (one incremental update), `document`
(all of it).
"""
