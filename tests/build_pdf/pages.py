"""Page trees made by hand, with every kind of block that a definition can ask for."""

from collections.abc import Callable, Sequence

from build.filling import Filling
from build.page import (
    Block,
    Box,
    Control,
    Input,
    Options,
    Page,
    PageCell,
    PageSection,
    RowCard,
    Rows,
    Sentence,
    Style,
    Tick,
    Words,
)
from forms.look import Look
from forms.model import Definition, Policy, RecordType, Stage
from forms.printed_page import Frame

_POLICY = "Alder Grove Academy"


def page_of(*sections: PageSection, look: Look | None = None, stage: Stage = Stage.BLANK) -> Page:
    """Return a page with these sections, of an invented policy with this look."""
    policy = Policy(
        "alder",
        _POLICY,
        "",
        issue_days=14,
        return_days=7,
        return_working_days=False,
        house_lead_time=True,
        qa_lead="Head",
        look=look or Look(),
    )
    definition = Definition(
        "alder/a1-sample",
        policy,
        "1",
        "Appendix 1",
        "A1",
        "Sample of everything",
        RecordType.RECORD,
        (Stage.BLANK, Stage.SESSION, Stage.SIGNING),
        (),
        (),
        (),
        {},
        "0" * 64,
    )
    return Page(Filling(definition, stage, None, {}, {}, {}), None, sections)


def section_of(
    *rows: Sequence[Block] | Sequence[Block | tuple[Block, ...]],
    columns: tuple[float, ...] = (1.0,),
    frame: Frame = Frame.TABLE,
    header: Sequence[str] = (),
    new_page: bool = False,
    instruction: str = "",
    added: bool = False,
) -> PageSection:
    """Return a section; a row is its cells, a cell one block or several."""
    return PageSection(
        "section",
        frame,
        columns,
        tuple(PageCell((Words(text, Style.LABEL),)) for text in header),
        tuple(
            tuple(PageCell(cell if isinstance(cell, tuple) else (cell,)) for cell in row)
            if len(row) > 1 or len(columns) == 1
            else (PageCell(row[0] if isinstance(row[0], tuple) else (row[0],), span=len(columns)),)
            for row in rows
        ),
        added,
        "Added by us" if added else "",
        new_page=new_page,
        instruction=instruction,
    )


def line(
    name: str, text: str = "", *, flowing: bool = False, lines: int = 1, locked: bool = False
) -> Control:
    """Return a control for a line of text, or several."""
    kind = Input.LINES if lines > 1 else Input.LINE
    return Control(name, f"Answer {name}", kind, text, (), locked, flowing, lines)


def checks(
    name: str,
    options: Sequence[str],
    ticked: Sequence[str] = (),
    *,
    flowing: bool = False,
    locked: bool = False,
) -> tuple[Tick, ...]:
    """Return independent tick boxes, one for each option."""
    return tuple(
        Tick(
            Control(
                f"{name}-{number}",
                f"{name}: {option}",
                Input.CHECK,
                option if option in ticked else "",
                (option,),
                locked,
                flowing,
            ),
            option,
            option,
        )
        for number, option in enumerate(options, start=1)
    )


def radios(
    name: str,
    options: Sequence[str],
    chosen: str = "",
    *,
    flowing: bool = False,
    bare: bool = False,
    locked: bool = False,
) -> tuple[Tick, ...]:
    """Return the tick boxes of one question that takes one option."""
    control = Control(name, f"Question {name}", Input.TICKS, chosen, tuple(options), locked, flowing)
    return tuple(Tick(control, option, "" if bare else option) for option in options)


def to_delete(
    name: str, options: Sequence[str], chosen: str = "", *, flowing: bool = False
) -> tuple[Tick | Words, ...]:
    """Return words to delete as applicable."""
    parts: list[Tick | Words] = []
    for tick in radios(name, options, chosen, flowing=flowing):
        parts += [Words("/", Style.CLAUSE), tick] if parts else [tick]
    return tuple(parts)


def sentence_of(*parts: str | Control | Tick | Words, letters: int = 24, bullet: bool = False) -> Sentence:
    """Return a sentence: words as text, blanks as controls."""
    return Sentence(
        tuple(
            Words(part, Style.CLAUSE)
            if isinstance(part, str)
            else Box(part, letters=letters)
            if isinstance(part, Control)
            else part
            for part in parts
        ),
        bullet,
    )


LONG_OPTION = (
    "Subject to a Child Protection Plan, or a plan that stood until the end of the last half term and that "
    "the core group still follows in part"
)
WORDS = (
    "Neglect",
    "Physical harm",
    "Emotional harm",
    "Online safety",
    "Exploitation",
    LONG_OPTION,
    "Attendance",
)


def everything(
    *,
    look: Look | None = None,
    answered: bool = False,
    flowing: bool = False,
    locked: bool = False,
    long: str = "",
) -> Page:
    """Return a page with one of everything; `answered`, and settled if `flowing`."""

    def said(text: str) -> str:
        return text if answered else ""

    role = said("Supervisee")
    agreed = (
        "I ",
        line("party1", said("Priya Shah"), flowing=flowing, locked=locked),
        " agree to take on the role of ",
        *to_delete("role1", ("Supervisor", "Supervisee"), role, flowing=flowing),
        " within Supervision sessions. My role in the school is ",
        line("position1", long or said("Deputy head and designated safeguarding lead"), flowing=flowing),
        ".",
    )
    prose = section_of(
        (Words("Contract of agreement", Style.HEADING),),
        (Words("Use one sheet for each pair. Keep it with the register.", Style.GUIDANCE),),
        (Words("Both parties have read the policy and keep to it. They meet each half term.", Style.CLAUSE),),
        (sentence_of(*agreed),),
        (
            sentence_of(
                "These will commence on ",
                line("begin", said("16/11/2026"), flowing=flowing),
                " & will be located in a confidential space, namely ",
                line("place", said("the small meeting room beside the library"), flowing=flowing),
                " which is appropriate and free from distraction",
                letters=11,
                bullet=True,
            ),
        ),
        (Words("Undertake open and honest discussions in relation to cases", Style.BULLET),),
        frame=Frame.PROSE,
    )
    ticks = section_of(
        (
            Words("What was discussed?", Style.LABEL),
            (
                Options(
                    checks(
                        "about", WORDS, (WORDS[1], WORDS[5])[: 2 * answered], flowing=flowing, locked=locked
                    ),
                    2,
                ),
                Box(line("about-other", flowing=flowing), "Other:"),
            ),
        ),
        (
            Words("Did it help?", Style.LABEL),
            Options(
                radios("help", ("5", "4", "3", "2", "1"), said("4"), flowing=flowing),
                ends=("Very much", "Not at all"),
            ),
        ),
        (
            Words("Side by side", Style.LABEL),
            checks("side", WORDS[:5], WORDS[:1] * answered, flowing=flowing),
        ),
        (
            Words("One long one", Style.LABEL),
            radios("long", (LONG_OPTION, "None"), said("None"), flowing=flowing),
        ),
        (Words("Agreed", Style.LABEL), checks("agreed", ("Yes",), ("Yes",) * answered, flowing=flowing)),
        columns=(1, 2),
    )
    grid = section_of(
        *(_grid_row(number, said, flowing=flowing) for number in range(1, 25)),
        columns=(5, 1, 1, 1, 4),
        header=("Question", "Yes", "No", "n/a", "Comment"),
        new_page=True,
        instruction="Only if the answer to “Did it help?” is 4.",
    )
    cards = section_of(
        (
            Rows(
                "referrals",
                "Referrals",
                tuple(
                    RowCard(
                        (
                            (
                                Box(
                                    line(f"referrals-{number}-date", said("12/11/2026"), flowing=flowing),
                                    "Date",
                                ),
                                Box(
                                    line(f"referrals-{number}-agency", said("Early Help"), flowing=flowing),
                                    "Agency",
                                    2.0,
                                ),
                            ),
                            (
                                Options(
                                    radios(
                                        f"referrals-{number}-status",
                                        ("New", "Ongoing"),
                                        said("New"),
                                        flowing=flowing,
                                    ),
                                    label="Status",
                                ),
                                Box(
                                    line(f"referrals-{number}-who", said("Tom Reed"), flowing=flowing), "Who"
                                ),
                            ),
                            (Box(line(f"referrals-{number}-outcome", lines=2, flowing=flowing), "Outcome"),),
                        )
                    )
                    for number in (1, 2)
                ),
                grows=True,
            ),
        ),
        added=True,
        instruction="Only if there were any.",
    )
    return page_of(prose, ticks, grid, cards, look=look, stage=Stage.SIGNING if flowing else Stage.SESSION)


def _grid_row(number: int, said: Callable[[str], str], *, flowing: bool) -> tuple[Block, ...]:
    question = f"{number}. A question that is asked in every row of the grid"
    return (
        Words(question, Style.SUBROW if number in {2, 3} else Style.ROW),
        *radios(f"grid-{number}", ("Yes", "No", "n/a"), said("No"), flowing=flowing, bare=True),
        Box(line(f"note-{number}", said("A note"), flowing=flowing)),
    )
