"""Guess from the words of a label what is asked: general English of schools' forms, no policy's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from forms.model import Fact, Kind
from forms.names import option_slug


@dataclass(frozen=True, slots=True)
class Guess:
    """What a label seems to ask. `notes` say what a person has to check."""

    kind: Kind
    notes: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    printed_columns: tuple[str, ...] = ()
    comment: bool = False
    sure: bool = True
    """Whether the words alone say so; else the room on the page may say more."""


_NUMBERING = re.compile(
    r"^(?:Q(?:uestion)?\.?\s*\d{1,2}\b[.:)]*\s*|\(?(?:\d{1,2}(?:\.\d{1,2})?|[a-z]|[ivx]{1,4})[.)]+\s+|\d{1,2}\.(?=[A-Z]))",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_DATE = re.compile(
    r"^(?:the )?(?:dated?\b(?!\s+and\s+time)|d\.?\s?o\.?\s?b\.?(?!\w)|birth ?day\b)"
    r"|^(?:\w+[’']?s? ){0,4}(?<!up to )(?<!to )dates?$|\bdate of birth$|^(?:due|by when|deadline"
    r"|review by)\b",
    re.IGNORECASE,
)
_MAYBE_DATE = re.compile(
    r"^next (?:session|meeting|supervision|review)(?: due)?$|\bdue$|\((?:date|dd/mm/yy(?:yy)?)\)",
    re.IGNORECASE,
)
_DATE_AND_TIME = re.compile(r"^dates?\s*(?:/|&|and|,|\+)\s*times?$", re.IGNORECASE)
_TIME = re.compile(
    r"^(?:(?:start|end|finish|meeting|session|appointment) )?time(?: of \w+| started| finished)?$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^(?:\w+ )?number$|^(?:total )?(?:number|no\.?) of \w+|^(?:\w+ )?no\.?$|^how many\b[^?.]*\??$"
    r"|^age$|^total$",
    re.IGNORECASE,
)
_NOT_NUMBER = re.compile(r"\b(?:tele)?phone|mobile|contact|upn|reference|\bref\b", re.IGNORECASE)
_TEXT = re.compile(
    r"^(?:full |first |last |family |known )?names?\b|\bnames?$|^(?:job )?title$"
    r"|^(?:current )?(?:role|position|post|grade)\b"
    r"|^schools?$|^academy$|^venue$|^location$|^place$|^organisation\b|^agency\b|^department$|^team$"
    r"|^class\b|^year(?: group)?$"
    r"|^(?:completed|prepared|written|recorded|chaired|led|reviewed|approved|checked|agreed) by\b"
    r"|^supervis(?:or|ee)s?$|^(?:line )?manager$|^(?:e-?mail|telephone|phone|mobile|address|postcode"
    r"|contact)\b"
    r"|^(?:case |pupil |child )?ref(?:erence)?\b|^upn$|^subject$|^length\b|^duration\b|^frequency\b"
    r"|^chair$|^present$|^relationship\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"^(?:full |first |family )?names?(?: of\b|s?$)|^\w+[’']s name$|^date(?: of\b|$)|^(?:job title"
    r"|role|position|venue|school|d\.?o\.?b\.?)$"
    r"|^name and (?:role|position|job title)$|^(?:e-?mail|telephone|address)$|^supervis(?:or|ee)$"
    r"|^date\s*(?:/|and)\s*time$",
    re.IGNORECASE,
)
"""Words that are a label even where nothing beside them is empty."""
_LONG_TEXT = re.compile(
    r"\b(?:comments?|notes?|issues?|details?|summary|synopsis|history|reflections?|discuss(?:ed|ion)|views?|updates?|concerns"
    r"|strengths|feedback|reasons?|outcomes?|evidence|description|describe|progress|learning|targets?|objectives|goals|needs"
    r"|factors|training|development|agenda|items|areas|points|plans?|impact|wellbeing|risks?|successes|background|context)\b",
    re.IGNORECASE,
)
_ACTIONS = re.compile(
    r"^(?:(?:any|all|new|key|agreed|further|next|the|other|open|follow[- ]?up|immediate|additional"
    r"|main|list of)\s+)*"
    r"actions?\b(?!\s*(?:plan|research|taken so far|learning))(?:\s+points?\b)?",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"^(?:review|update|progress|follow[- ]?up|matters arising)\b.*\b(?:previous|last|earlier)\b"
    r"|^(?:any |all )*(?:previous|last|outstanding|earlier|past|carried)\b(?:\s\w+)?\s+actions?\b"
    r"|^(?:review|update|progress) (?:of|on|from) (?:\w+ )*actions?\b|^actions? from (?:the )?(?:last"
    r"|previous)\b",
    re.IGNORECASE,
)
_WHO = re.compile(r"\bwho(?:m)?\b|\bowner\b|\bresponsib|\blead\b|\bperson\b|^by$", re.IGNORECASE)
_WHEN = re.compile(
    r"\bwhen\b|\btimes?\s?scales?\b|\bdeadline\b|\bdate\b|\btarget date\b|^due\b", re.IGNORECASE
)
_STATUS = re.compile(r"^status$|^completed\??$|^done\??$", re.IGNORECASE)
_CLOSED = re.compile(
    r"^(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|should)\b", re.IGNORECASE
)
_OPEN = re.compile(
    r"\b(?:what|how|why|which|who|whom|where|when|describe|explain|list|give|if so)\b", re.IGNORECASE
)
_EXPLAIN = re.compile(
    r"^(?:if (?:yes|no|so|not)|please)\b.*\b(?:comment|details?|give|below|state|specify|explain|why"
    r"|describe)",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\b(?:please )?list(?: (?:them|all|below|here|each))?\b|\battendance\b|\battendees\b|\bin attendance\b",
    re.IGNORECASE,
)
_LIST_NOTE = "it asks for a list: one row each; give it the columns that you want"
_CHOOSE = re.compile(
    r"\b(?:status|type|category|level|stage|plan|circle|delete|tick|please indicate)\b", re.IGNORECASE
)

_FACTS = (
    (
        Fact.SUPERVISEE,
        re.compile(r"^(?:name of (?:the )?supervisee|supervisee(?:[’']?s)?(?: name)?)$", re.IGNORECASE),
    ),
    (
        Fact.SUPERVISOR,
        re.compile(r"^(?:name of (?:the )?supervisor|supervisor(?:[’']?s)?(?: name)?)$", re.IGNORECASE),
    ),
    (
        Fact.SESSION_DATE,
        re.compile(
            r"^date(?: of (?:the )?(?:supervision|session|meeting)(?: session| meeting)?)?$", re.IGNORECASE
        ),
    ),
    (
        Fact.SESSION_TIME,
        re.compile(r"^(?:start )?time(?: of (?:the )?(?:supervision|session|meeting))?$", re.IGNORECASE),
    ),
    (Fact.SCHOOL, re.compile(r"^(?:name of )?(?:the )?(?:school|academy)$", re.IGNORECASE)),
)


def bare(label: str) -> str:
    """Return a label without its number, its brackets and what ends it."""
    text = _BRACKETS.sub(" ", _NUMBERING.sub("", " ".join(label.split())))
    return " ".join(text.split()).strip(" :?.*…–-")


def numbering(label: str) -> str:
    """Return the number that a line begins with, as written; "" for none."""
    match = _NUMBERING.match(label)
    return match[0].strip() if match and match[0] != label else ""


def ends_as_label(text: str) -> bool:
    """Return whether a line ends with a colon or question mark, brackets behind it left aside."""
    stripped = re.sub(r"\s*\([^()]*\)\s*[.*]*$", "", text.rstrip(" *")) or text
    return text.rstrip(" *").endswith((":", "?", ":-")) or stripped.rstrip(" *").endswith((":", "?"))


def is_question(text: str) -> bool:
    """Return whether a label asks with a question mark."""
    return "?" in _BRACKETS.sub("", text)


def is_strong_label(text: str) -> bool:
    """Return whether the words are a label wherever they stand."""
    return bool(_STRONG.search(bare(text)))


def explains_answer(text: str) -> bool:
    """Return whether a line belongs to the question above it: "If yes, please comment below"."""
    return bool(_EXPLAIN.search(text))


def is_sentence(text: str) -> bool:
    """Return whether a line is a statement rather than a label, whatever it ends with."""
    words = bare(text).split()
    person = words[:1] in (["I"], ["We"], ["They"], ["It"])
    return not is_question(text) and (person or len(words) > 13)


def asks_for_actions(label: str) -> bool:
    """Return whether a label, or the heading of a column, is about actions to be taken."""
    return bool(_ACTIONS.search(bare(label)))


def action_column(label: str) -> str:
    """Return which column of an actions table a heading means: action, who, by_when, status, or ""."""
    words = bare(label)
    if _ACTIONS.search(words):
        return "action"
    for column, pattern in (("who", _WHO), ("by_when", _WHEN), ("status", _STATUS)):
        if pattern.search(words):
            return column
    return ""


def fact_of(label: str) -> Fact | None:
    """Return the fact of the header that a label asks for, None for anything else."""
    words = bare(label)
    return next((fact for fact, pattern in _FACTS if pattern.search(words)), None)


def is_date_and_time(label: str) -> bool:
    """Return whether one label asks for a date and a time."""
    return bool(_DATE_AND_TIME.search(bare(label)))


def listed_as(label: str) -> str:
    """Return the word of a label that asks for a list, else the label's own words."""
    match = _LISTED.search(label)
    return match[0] if match else bare(label)


def guess_kind(label: str) -> Guess:
    """Return what the words of a label ask for."""
    words = bare(label)
    special = _guess_actions(label, words) or _guess_options(label) or _guess_measure(label, words)
    if special:
        return special
    if is_question(label):
        return _guess_question(label, words)
    if _LISTED.search(label) and not _TEXT.search(words):
        return Guess(Kind.TABLE, (_LIST_NOTE,))
    if _TEXT.search(words):
        return Guess(Kind.TEXT)
    if _LONG_TEXT.search(words) or len(words.split()) > 6:
        return Guess(Kind.MULTILINE)
    return Guess(Kind.TEXT, sure=False)


def _guess_measure(label: str, words: str) -> Guess | None:
    """Return a date, time, month or number, None for anything else."""
    dated = not is_question(label)
    number = _NUMBER.search(words) and not _NOT_NUMBER.search(words) and label.count("?") < 2
    month = re.search(r"^month\b", words, re.IGNORECASE) and len(words.split()) <= 4
    found = (
        (dated and _DATE.search(words), Guess(Kind.DATE)),
        (_TIME.search(words) or re.search(r"\(time\)", label, re.IGNORECASE), Guess(Kind.TIME)),
        (month, Guess(Kind.MONTH)),
        (dated and _MAYBE_DATE.search(words), Guess(Kind.DATE, ("taken for a date by its words",))),
        (number, Guess(Kind.NUMBER)),
    )
    return next((guess for is_so, guess in found if is_so), None)


def _guess_actions(label: str, words: str) -> Guess | None:
    if _EARLIER.search(words):
        note = 'taken for the actions of last time, carried forward; if it is free text: kind = "multiline"'
        return Guess(Kind.CARRIED, (note,), printed_columns=_printed(label))
    if _ACTIONS.search(words):
        return Guess(Kind.ACTIONS, printed_columns=_printed(label))
    return None


def _printed(label: str) -> tuple[str, ...]:
    asked = (("action", True), ("who", _WHO.search(label)), ("by_when", _WHEN.search(label)))
    return tuple(column for column, there in asked if there)


def _guess_question(label: str, words: str) -> Guess:
    if _LISTED.search(label):
        return Guess(Kind.TABLE, (_LIST_NOTE,))
    personal = re.search(r"\b(?:you|your)\b", words, re.IGNORECASE)
    single = label.count("?") == 1
    if _CLOSED.search(words) and single and not personal and not _OPEN.search(words):
        return _closed(label)
    if single and len(words.split()) <= 6 and not _OPEN.search(words) and not personal:
        return _closed(label)
    return Guess(Kind.MULTILINE)


def _closed(label: str) -> Guess:
    note = 'a question for Yes or No with room for a remark; if it wants words only: kind = "multiline"'
    return Guess(Kind.YES_NO, (note,), comment=not explains_answer(label))


def _guess_options(label: str) -> Guess | None:
    """Return a choice where brackets list the answers: "Status (A, B, C)"."""
    head = _BRACKETS.sub("", label)
    for brackets in _BRACKETS.findall(label):
        inside = brackets[1:-1].strip()
        short = re.fullmatch(r"(Y(?:es)?)\s*/\s*(No?)(?:\s*/\s*(N/?A))?", inside, re.IGNORECASE)
        if short:
            options = tuple(option for option in short.groups() if option)
            return Guess(Kind.YES_NO if len(options) == 2 else Kind.CHOICE, options=options)
        if _CHOOSE.search(head):
            options = _listed_options(inside)
            if options:
                note = "the answers in brackets taken as the options"
                if re.match(r"e\.?\s?g\b", inside, re.IGNORECASE):
                    note += '; they are examples: added_options = ["Other"] lets others in'
                return Guess(Kind.CHOICE, (note,), options)
    return None


def differ(options: Sequence[str]) -> bool:
    """Return whether options can be told apart by the tags that are made from them."""
    slugs = {option_slug(option) for option in options}
    return len(slugs) == len(options) and "" not in slugs


def _listed_options(inside: str) -> tuple[str, ...]:
    text = re.sub(r"^(?:e\.?\s?g\.?|i\.?\s?e\.?)[,:]?\s*", "", inside, flags=re.IGNORECASE)
    text = re.split(r"\s[–-]\s|;", text)[0]
    text = re.sub(r",?\s*\betc\b\.?.*$", "", text)
    parts = [part.strip(" .") for part in re.split(r",|/|\bor\b", text)]
    fits = len(parts) > 1 and all(part and len(part.split()) <= 6 and len(part) <= 40 for part in parts)
    return tuple(parts) if fits and differ(parts) else ()
