"""A whole term of an invented trust: forms go out by mail, people answer in their own ways, the log is right.

`invented` is the trust, `answers` what people type, `ways` how they send it back, `days` the term by the real
commands, `expected` what must stand in the workbook at its end.
"""
