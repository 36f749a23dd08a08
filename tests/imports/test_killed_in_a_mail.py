"""A run that is cut off in the middle of a mail is made good by the next one, whichever file it was at."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.extract.mails import new_mail, zip_of
from tests.imports.cutting import steps
from tests.imports.effort import FULL, SEED
from tests.imports.inbox import copied, left_in, prepare, same
from tests.imports.returned import Returned, returned_files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")


def test_kill_before_each_step_of_a_mail(tmp_path: Path) -> None:
    """While mail or attachments are kept, or recorded, up to what is laid out after them."""
    forms = [(Path(one.path).name, one.data) for one in returned_files(SEED, 5) if one.data]
    mail = new_mail([*forms[:2], ("more.zip", zip_of(dict(forms[2:])))])
    lying = (Returned("reply.eml", mail.as_bytes()), Returned("again/reply.eml", mail.as_bytes()))
    trust = prepare(tmp_path / "trust", lying)
    whole = copied(trust, tmp_path / "whole")
    made = steps(whole, 0)
    wanted = left_in(whole)
    last = max(number for number, step in enumerate(made, start=1) if "restricted/archive" in step)
    for number in range(1, last + 2, 1 if FULL else 4):
        cut = copied(trust, tmp_path / str(number))
        assert len(steps(cut, number)) == number
        done = cut.extract()
        assert done.status in {0, 1, 3}, done.err
        same(left_in(cut), wanted)
        shutil.rmtree(cut.folder.parent)
