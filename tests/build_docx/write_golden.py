"""Write the golden files of the Word forms anew, after a change that is meant; then read the difference."""

from build.docx import build_docx
from tests.build_docx.golden_files import GOLDEN, structure
from tests.build_docx.kinds import KIND_STAGES, make_kinds_page
from tests.build_docx.samples import CASES, make_sample

if __name__ == "__main__":
    pages = {f"{form.replace('/', '-')}-{stage}": make_sample(form, stage) for form, stage in CASES}
    pages |= {f"every-kind-{stage}": make_kinds_page(stage) for stage in KIND_STAGES}
    for name, page in pages.items():
        (GOLDEN / f"{name}.txt").write_text(structure(build_docx(page)), encoding="utf-8")
