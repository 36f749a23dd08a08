"""Write docs/checks.md anew from the table of cases that the tests run.

Run as `python -m tests.docs.write_checks` after a case or a message was changed; then read the difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from forms.catalogue import load_policy_of
from tests.checks.all_cases import ALL, TITLES, WAITING
from tests.checks.case import Case

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"

_INTRO = """\
# What `halfterm check` looks for

    halfterm check [--json] [--on DATE]
    halfterm due [--by supervisor|school] [--weeks 4] [--digest FILE.txt] [--json] [--on DATE]

`halfterm check` holds what the register knows against what the policy asks ([rules.md](rules.md)):
what is late, missing or odd, whom it concerns, and what to do. Its exit status is 1 where something
is to be acted on, 0 where there is nothing or only a note. `halfterm due` looks ahead: what is
overdue, due this week and in the weeks after; `--digest` writes that as a text to be mailed, in
which no child is named. Its exit status is 1 where anything is overdue. Where a row of
monitoring.xlsx had to be left out, that of both is 1: what is late may stand there. Nothing here
judges anybody: a check says what is known and what is not, and a person decides.

- **The policy speaks in its own words.** Where a rule of the policy stands behind a finding, its
  clause is quoted. A house default is called one, and is never the policy's. Checks of files and
  dates have no clause.
- **Nobody is late for what was not sent**, nor for what was sent late. What is not known is no
  breach.
- **Unsigned is as it should be** until the policy's day, or the next session where the policy says
  so.
- **School closures are left out** of gaps and limits, and both figures are shown. Where a school's
  calendar says nothing, that is said (X43) and nothing is guessed.
- **What cannot be made good any more** (a half term without a session, a late agenda) is said
  within its school year.
- **A finding keeps its id** and the day on which it was first seen; one that is put right is
  cleared, and one that comes back opens again.
- **The QA lead may accept a finding** on the sheet Exceptions of monitoring.xlsx, with a reason and,
  if she likes, a last day. It is then listed apart and asks nothing; without a reason it counts on.

Each row below is a test: the case fires, the near miss beside it does not. `make doc-pages`
writes this page. People and schools are invented.
"""


def page_text() -> str:
    """Return the page as the cases make it."""
    return "\n".join((_INTRO, *_sections())) + "\n"


def _sections() -> Iterator[str]:
    for code, title in TITLES.items():
        yield f"## {code} {title}\n"
        own = [case for case in ALL if case.code == code]
        if own:
            yield "| Policy | It fires | Near miss | Severity | What it says | Clause |"
            yield "|---|---|---|---|---|---|"
            yield from (_row(case) for case in own)
            yield ""
        if code in WAITING:
            yield f"{WAITING[code]}\n"


def _row(case: Case) -> str:
    (found,) = [one for one in case.world.check(case.on, case.code) if str(one.severity) == case.severity]
    policy = load_policy_of(case.policy).name
    clause = f"{found.basis} ({found.rule})" if found.basis else "–"
    cells = (policy, case.fires, case.near, case.severity, found.message, clause)
    return f"| {' | '.join(cell.replace('|', chr(0x2502)) for cell in cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page_text(), encoding="utf-8")
