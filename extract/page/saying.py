"""What is said of the pages of a form: why they cannot be read, and what is odd about them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from extract.page.found import Found
from extract.page.held import Held, HeldPage
from extract.page.identity import Printed
from extract.page.lines import text_of
from extract.page.runs import runs_of
from extract.raw import Identity
from forms.errors import UnreadableError
from forms.findings import Finding, Severity

_MOST_QUOTED = 12


def the_one(printed: Sequence[Printed], known: Identity | None) -> Printed:
    """Return what the codes of all pages say, but for the page.

    Raises UnreadableError R46 where they differ, R47 where the file says that it is another form.
    """
    forms = {replace(one, page_number=1) for one in printed}
    if len(forms) > 1:
        named = sorted(f"{one.form} {one.reference or '(no reference)'} ({one.stage})" for one in forms)
        raise UnreadableError(
            "R46",
            f"there are {len(forms)} forms in this file, one after another: {', '.join(named)}. Nothing was "
            "read from it; save each as a file of its own, and return these",
        )
    the_form = forms.pop()
    if known is not None and known.form != the_form.form:
        raise UnreadableError(
            "R47",
            f"the file says that it is {known.form}, but its pages are {the_form.form}. Nothing was read "
            "from it; ask for the form that was sent",
        )
    return the_form


def several_fit(printed: Printed) -> UnreadableError:
    """Return the error of pages that fit forms of several policies."""
    return UnreadableError(
        "R23",
        f"this is a printed form, reference {printed.reference or '(none)'}, of which no page bears a code "
        "that can be read, and it fits forms of more than one policy. Ask for the file that was typed into, "
        "or key it in by hand. Nothing was read from it",
    )


def unknown_form(printed: Printed) -> UnreadableError:
    """Return the error of pages of a form that no policy here has."""
    return UnreadableError(
        "R21",
        f"its pages say that it is form {printed.form} version {printed.version or '(none)'}, reference "
        f"{printed.reference or '(none)'}, but no such form is known here: it may be another school's. "
        "Nothing was read from it; name the folder of its policy (--policy, or in halfterm.toml), or pass it "
        "on",
    )


def not_fitting(printed: Printed, *, is_picture: bool) -> UnreadableError:
    """Return the error of pages that are laid out as the form never is."""
    ask = "Ask for the file that was typed into"
    if is_picture:
        why = "its pages are pictures, as a scanner or a camera makes them"
    else:
        why = "it was printed to PDF or flattened, and its pages are laid out otherwise than now"
        ask += (
            "; if it was made in Word, ask for the Word file, or save it as PDF with "
            "'Document structure tags for accessibility' on"
        )
    return UnreadableError(
        "R23",
        f"this is form {printed.form}, reference {printed.reference or '(none)'}, but none of its boxes is "
        f"left: {why}. {ask}; or key it in by hand. Nothing was read from it",
    )


def lost_in_printing(printed: Printed) -> UnreadableError:
    """Return the error of pages that show nothing in any box that was filled when the form was issued."""
    return UnreadableError(
        "R23",
        f"this is form {printed.form}, reference {printed.reference or '(none)'}, but none of its boxes is "
        "left, and its pages show nothing in their places, not even what it was issued with: whatever was "
        "typed was lost when it was printed. Ask for the file that was typed into. Nothing was read from it",
    )


def about_pages(read: Held, pages: Sequence[HeldPage], others: Sequence[int]) -> Iterator[Finding]:
    """Yield what is odd about the pages: missing, twice, unknown, changed, with words beside the boxes."""
    there = Counter(page.found.printed.page_number for page in pages)
    needed = {place.page_number for place in read.places}
    yield from odd_pages(there, needed, others)
    for page in pages:
        number = page.found.index + 1
        if page.found.code is None:
            yield _known_by_foot(page.found)
        if page.on_page.beside:
            text = f"page {number} has words outside its boxes, which belong to no answer"
            said = f"{text}: {page.on_page.beside!r}. Put them where they belong"
            yield Finding("F44", Severity.ACT_NOW, None, said)
        if page.fit.lost:
            yield lost_words(number, page.fit.lost)
    for index, characters in read.off_pages(pages):
        quoted = " / ".join(text_of(run, math.inf).text for run in runs_of(characters))
        text = f"sheet {index + 1} has words beside the pages that are printed on it"
        said = f"{text}: {quoted!r}. Put what belongs to an answer where it belongs"
        yield Finding("F44", Severity.ACT_NOW, None, said)


def _known_by_foot(found: Found) -> Finding:
    printed = found.printed
    return Finding(
        "F83",
        Severity.NOTE,
        None,
        f"page {found.index + 1} bears no code that can be read; by the words at its foot it is page "
        f"{printed.page_number} of {printed.form}, reference {printed.reference or '(none)'}",
    )


def odd_pages(there: Mapping[int, int], needed: Collection[int], others: Sequence[int]) -> Iterator[Finding]:
    """Yield a finding where pages are missing, there more than once, or none of the form.

    `there` has how often each page of the form (from 1) is in the file, `needed` those with boxes, `others`
    the numbers of pages of the file that bear no code.
    """
    odd = [f"page {number} of the form is missing" for number in sorted(set(needed) - set(there))]
    odd += [
        f"page {number} of the form is there {count} times" for number, count in there.items() if count > 1
    ]
    odd += [f"page {number} of the file bears no code of a form" for number in others]
    if odd:
        text = f"{'; '.join(odd)}. Nothing was read from what does not fit; look at the file"
        yield Finding("F43", Severity.ACT_NOW, None, text)


def carried_may_be_gone(
    there: Collection[int], needed: Collection[int], texts: Iterable[tuple[int, str]], reference: str
) -> bool:
    """Return whether rows that were carried onto the form may have stood on a page that is missing.

    What was not known to have been issued cannot be missed: the form is made once more without such rows.
    They stand above the form's own rows: `texts` are page of the form (from 1) and words of its boxes.
    """
    own = min((page for page, text in texts if text.startswith(f"{reference}/")), default=math.inf)
    return any(page <= own for page in set(needed) - set(there))


def lost_words(page_number: int, lost: Sequence[str]) -> Finding:
    """Return the finding that a page of the file (from 1) does not show these printed words as issued."""
    quoted = ", ".join(map(repr, lost[:_MOST_QUOTED])) + (" …" if len(lost) > _MOST_QUOTED else "")
    text = f"page {page_number}: words that the form prints do not stand there as issued: {quoted}"
    return Finding("F45", Severity.SOON, None, f"{text}. See whether somebody changed the form")
