"""Write the golden files of the Word forms anew, after a change that is meant; then read the difference."""

from tests.build_docx.samples import CASES
from tests.build_docx.test_docx_structure import GOLDEN, structure

if __name__ == "__main__":
    for form, stage in CASES:
        path = GOLDEN / f"{form.replace('/', '-')}-{stage}.txt"
        path.write_text(structure(form, stage), encoding="utf-8")
