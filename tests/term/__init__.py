"""A whole term of an invented trust: forms go out by mail, people answer in their own ways, the log is right.

`invented` is the trust, `answers` what people type, `changes` what their programs and printers make of it,
`ways` by what kind of mail they send it back, `lead` what the QA lead keys in where a value is not sure,
`days` the term by the real commands, `expected` what must stand in the workbook at its end.
"""
