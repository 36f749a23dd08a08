"""Read a record that was typed on a policy's plain form, long before halfterm, by labels and layout.

`word` and `pdf` see lines and tables (`paper`), `labels` says which printed words a form has and finds them,
`allotting` says which words belong to which of them, `actions` takes rows of actions apart, `recognising`
tells which form it is, and `reading` joins this into a `PlainRecord` (`record`). Everything is a proposal.
"""
