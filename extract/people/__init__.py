"""Read who is supervised out of a spreadsheet that somebody keeps already, whatever its columns are called.

`tabulated` sees the cells of a workbook or a .csv file, `headings` finds the row of headings and says which
column holds what, and `reading` makes a `ListedPerson` of each row. Everything is a proposal.
"""
