"""Which actions the play has seen and what people said of them last, to hold the log against."""

from __future__ import annotations

from collections.abc import Mapping

from forms.actions import actions_of
from forms.log import ActionStatus, Log, SignedState
from halfterm.demo.checks import carried_rows
from halfterm.demo.desk import Paper
from halfterm.demo.failure import StoryError
from halfterm.demo.story import Answers, Story

_CASE_CODES = frozenset({"A3"})
_IN_THE_LOG = {
    None: ActionStatus.OPEN,
    "Not started": ActionStatus.OPEN,
    "In progress": ActionStatus.IN_PROGRESS,
    "Done": ActionStatus.DONE,
    "No longer needed": ActionStatus.NO_LONGER_NEEDED,
}


class Ledger:
    """The actions of the play, by id."""

    def __init__(self) -> None:
        """Begin with none."""
        self.statuses: dict[str, str] = {}
        """Id -> status as the log has to show it."""
        self.carried: list[str] = []
        """Ids that stood on a later form, in order."""
        self.carried_count = 0

    def carry(self, count: int) -> None:
        """Note how many actions an earlier form handed on."""
        self.carried_count += count

    def enter(self, paper: Paper, answers: Answers) -> None:
        """Note the actions on a form that came back from a session; `answers` said this of carried ones."""
        for action in actions_of(paper.response, paper.definition, _CASE_CODES):
            self.statuses[action.id] = _IN_THE_LOG[action.status]
        rows = carried_rows(paper.response, paper.definition)
        for words, followed in answers.followed.items():
            name = rows[words][0]
            self.carried.append(name)
            found = self.statuses.get(name)
            if found != _IN_THE_LOG[followed.status]:
                raise StoryError(f"{paper.path}: action {name} reads {found}; expected {followed.status}.")

    @property
    def closed(self) -> list[str]:
        """Return the carried actions that a person closed."""
        return [name for name in self.carried if self.statuses[name] == ActionStatus.DONE]

    @property
    def still_open(self) -> list[str]:
        """Return the carried actions that stay open."""
        return [name for name in self.carried if name not in self.closed]

    @property
    def new(self) -> list[str]:
        """Return the actions that were agreed last and have not been carried yet."""
        return [
            name
            for name, status in self.statuses.items()
            if name not in self.carried and status == ActionStatus.OPEN
        ]


def check_log(log: Log, ledger: Ledger, story: Story) -> None:
    """Raise StoryError where the log shows another story than the one that was played."""
    _check("actions", {one.action_id: str(one.status) for one in log.actions}, ledger.statuses)
    _check("carried actions", len(ledger.carried), ledger.carried_count)
    meetings = {meeting.session: meeting for pair in story.pairs for meeting in pair.meetings}
    _check(
        "signatures",
        {one.session_id: one.signed_state for one in log.sessions},
        {
            session: SignedState.BOTH if meeting.supervisor_signs else SignedState.SUPERVISEE
            for session, meeting in meetings.items()
        },
    )
    _check(
        "disagreements",
        {one.session_id: one.disagreement for one in log.sessions},
        {
            session: meeting.supervisee_signs.fields["disagreement"] == "Yes"
            for session, meeting in meetings.items()
        },
    )
    _check("monitoring forms", [one.qa_id for one in log.qa_reviews], [story.review.reference])
    if differing := [one.difference for one in log.qa_reviews if one.difference]:
        raise StoryError(f"the log and the monitoring form differ: {'; '.join(differing)}.")


def _check(what: str, found: object, expected: object) -> None:
    if found != expected:
        if isinstance(found, Mapping) and isinstance(expected, Mapping):
            odd = set(map(str, found.items())) ^ set(map(str, expected.items()))
            raise StoryError(f"the log's {what} are not those of the forms: {'; '.join(sorted(odd))}.")
        raise StoryError(f"the log's {what}: found {found}; expected {expected}.")
