"""The words of ours that a form shows around those of its definition.

Building prints them; reading has to know them, for whatever else stands outside the boxes somebody typed.
A form stays readable for years: a sentence that is worded anew leaves its old words in `FORMER`.
"""

from __future__ import annotations

ADDED_NOTE = "added: not in the printed form"
"""How an addition is marked."""
OFFERED_NOTE = "From last time: confirm it or change it."
"""Under an answer that was offered again."""
BEFORE_YOU_START = "Before you start"
ABOUT_THIS_COPY = "About this copy"
SAVE_PDF = "Save this file to your school drive first, then open it in Acrobat Reader."
SAVE_WORD = "Save this file to your school drive first, then open it in Word and choose Enable Editing."
SEND_BACK = "Fill it in and send it back by the date below."
AT_THE_SESSION = (
    "Fill in at the session or right after it: what was talked about, and each action with who does it "
    "and by when."
)
SIGN = "Read it through, sign on your own line with name and date, and pass it on or send it back."
TOO_LONG = "If a box gets too small, go on in the box at the end of the form: the next copy shows all of it."
KEEP = "This is the final copy for you to keep. Nothing on it can be changed."
CONTINUATION_TITLE = "Continuation: anything that did not fit above"
BLANK_FORM = "Blank form"
"""At the foot of a Word form that was issued for no session."""
NO_ROWS = "none"
"""In place of the rows of a table that has none."""

FORMER: tuple[str, ...] = ()
"""Words that stood on forms once."""

ALL = (
    f"({ADDED_NOTE})",
    OFFERED_NOTE,
    BEFORE_YOU_START,
    ABOUT_THIS_COPY,
    SAVE_PDF,
    SAVE_WORD,
    SEND_BACK,
    AT_THE_SESSION,
    SIGN,
    TOO_LONG,
    KEEP,
    CONTINUATION_TITLE,
    NO_ROWS,
    *FORMER,
)
