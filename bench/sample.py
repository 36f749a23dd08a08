"""The record that everything is measured on: a session of Esteem's Appendix 2, with invented people."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from build.filling import Filling
from build.layout import build_page
from build.page import Control, Input, Page
from build.prefill import Known, build_filling
from build.values import parse_values
from forms.catalogue import load_form
from forms.model import Stage

FORM = "esteem/a2-record"


def _flowing(text: str) -> str:
    r"""Return `text` with one line to each paragraph: only a blank line ends one, and is kept as \n."""
    return "\n".join(paragraph.replace("\n", " ") for paragraph in text.split("\n\n"))


_AGENDA = _flowing("""\
1. C014: the strategy meeting has been put off twice. I would like to talk through the threshold, what we
have recorded since September, and whether a written challenge is now the right next step for us.

2. C022: attendance has fallen to 71 per cent. The home visit found nobody in; a neighbour said that the
family was away until Monday. I am not sure that I believe it, and I should like to test my reasons.

3. Two staff came to me in the corridor rather than writing a concern down. How do I bring them back to the
system without putting them off telling me anything at all?

4. Cover for the designated lead's phone over the Christmas closure.""")

_ISSUES = _flowing("""\
We went through C014 line by line. The chronology is strong; the analysis at its end is thin, and the reader
has to guess what changed between the second and the third referral. Łukasz will rewrite the last page and
send the challenge in writing, copied to the head, by Friday.

On C022 we agreed that "away until Monday" is hearsay and should be recorded as such. The attendance officer
visits again on Tuesday; if nobody is seen, it is a missing child and not an attendance matter. We rehearsed
the call, and what would make us ring before Tuesday.

The corridor conversations are a sign of trust and a risk. A two-minute reminder at briefing, the form on
every desktop, and Łukasz answers each written concern the same day so that writing is worth it.

Feedback on work: records are prompt and kind in tone. Barriers: no protected time on Thursdays.""")

_VALUES = {
    "reference": "ESM-26-0042-A2",
    "stage": "session",
    "header": {
        "school": "Alder Grove Academy",
        "session_date": "2026-11-19",
        "session_time": "10:00",
        "supervisee": "Łukasz Wren",
        "supervisor": "Priya Shah",
        "return_by": "2026-11-12",
    },
    "fields": {
        "job_title": "Deputy designated safeguarding lead",
        "review_previous": [
            {
                "ref": "ESM-26-0031-A2/1",
                "action": "Write to social care about the delay for C014 and ask for its minutes",
                "who": "Łukasz Wren",
                "by_when": "2026-10-02",
                "update": "Sent on 30 September; no reply yet",
                "status": "In progress",
            },
            {
                "ref": "ESM-26-0031-A2/2",
                "action": "Book a place on the early help course",
                "who": "Priya Shah",
                "by_when": "2026-10-30",
                "update": "Booked for 3 December",
                "status": "Done",
            },
        ],
        "review_action": [
            {
                "action": "Send a written challenge for C014, with the chronology as it is now",
                "who": "Łukasz Wren",
                "by_when": "2026-11-20",
                "status": "Not started",
            }
        ],
        "agenda_items": _AGENDA,
        "agenda_action": [
            {
                "action": "Second visit to C022; ring the police if nobody is seen",
                "who": "Tom Reed",
                "by_when": "2026-11-24",
            }
        ],
        "issues_discussed": _ISSUES,
        "training_undertaken": "Online safety update, two hours, 6 October; Łukasz passed on the notes.",
        "training_planned": "Early help, 3 December.\nSafer recruitment refresher in the spring.",
        "personal_factors": (
            "A heavy term with two strategy meetings in one week. Sleeping well again; the walk before "
            "school helps. Would like Thursday afternoons kept free, and will say so to the head himself."
        ),
        "next_session_date": "2027-01-14",
        "actual_date": "2026-11-19",
        "actual_length": 65,
        "who_came": "Łukasz Wren, Priya Shah",
        "disagreement": "No",
        "disagreement_note": "None; we differ only on how soon to ring about C022.",
    },
}


@dataclass(frozen=True, slots=True)
class Sample:
    """The record as a PDF page, as a Word page, and as plain values under the names of the boxes."""

    filling: Filling
    pdf_page: Page
    docx_page: Page
    texts: dict[str, str]
    choices: dict[str, str]
    """Group of tick boxes -> the option that is ticked."""

    @property
    def values(self) -> dict[str, str]:
        """Return every value, as it is shown, under the name of its box."""
        return self.texts | self.choices

    @property
    def word_count(self) -> int:
        """Return the number of words in all values together."""
        return sum(len(text.split()) for text in self.values.values())


def values_json() -> str:
    """Return the values file of the record."""
    return json.dumps(_VALUES, ensure_ascii=False, indent=1)


def build_sample() -> Sample:
    """Return the record, ready to be made, filled and compared."""
    definition = load_form(FORM)
    values = parse_values(values_json(), definition, "bench values")
    filling = build_filling(
        definition, Known(values), lookup=load_form, forms=(definition,), stage=Stage.SESSION
    )
    page = build_page(filling, fixed_boxes=True)
    texts = {control.name: control.text for control in page.controls() if _is_text(control)}
    choices = {
        control.name: control.text
        for control in page.controls()
        if control.text and control.input is Input.TICKS
    }
    return Sample(filling, page, build_page(filling, fixed_boxes=False), texts, choices)


def titled_page(sample: Sample, title: str) -> Page:
    """Return the PDF page under another title: equal work, but a layout that was never compiled before."""
    definition = replace(sample.filling.definition, title=title)
    return build_page(replace(sample.filling, definition=definition), fixed_boxes=True)


def long_page(sample: Sample, title: str) -> Page:
    """Return such a page with an answer that outgrows its box, so that it is laid out twice."""
    page = titled_page(sample, title)
    answers = {**page.filling.answers, "agenda_items": _AGENDA * 3}
    return build_page(replace(page.filling, answers=answers), fixed_boxes=True)


def _is_text(control: Control) -> bool:
    return bool(control.text) and control.input is not Input.TICKS
