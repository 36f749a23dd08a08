"""Files whose names differ only in how they call a child lie at one path for the log, and stay two files."""

from forms.log import Outcome
from forms.model import Fact
from register.database import Register
from tests.register.responses import returned
from tests.register.taking import log_of, take

_SEPTEMBER, _NOVEMBER = ({Fact.SESSION_DATE: day} for day in ("2026-09-24", "2026-11-19"))


def test_two_forms_at_one_masked_path_both_count(register: Register) -> None:
    """Neither takes the other's place, nor its outcome."""
    take(
        register,
        [
            returned("ESM-26-0031-A2", header=_SEPTEMBER, path="inbox/Notes of Jayden.pdf"),
            returned("ESM-26-0042-A2", header=_NOVEMBER, path="inbox/Notes of Jayden Okoro.pdf"),
        ],
    )
    log = log_of(register)
    assert [one.session_id for one in log.sessions] == ["ESM-26-0031", "ESM-26-0042"]
    assert [one.outcome for one in log.imports] == [Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert {one.file_name for one in log.imports} == {"Notes of [ESM-C014].pdf"}
