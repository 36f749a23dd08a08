"""What a person has to act on now in a set of returned files: each finding once, with the file or session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.intake import ReadResult
from forms.findings import Finding, Severity
from forms.log import Log


def urgent_lines(results: Sequence[ReadResult], log: Log) -> tuple[str, ...]:
    """Return a line for each finding to act on now: those of the files in their order, then the log's own."""
    lines: dict[str, None] = {}
    for where, finding in _findings(results, log):
        if finding.severity is Severity.ACT_NOW:
            place = "" if where in finding.message else f"{where}: "
            lines[f"{finding.severity}: {finding.code}: {place}{finding.message}"] = None
    return tuple(lines)


def _findings(results: Sequence[ReadResult], log: Log) -> Iterator[tuple[str, Finding]]:
    seen: set[Finding] = set()
    for response in (result.response for result in results if result.response):
        for finding in response.findings:
            seen.add(finding)
            yield response.path, finding
    rows = [(row.session_id, row.findings) for row in log.sessions]
    rows += [(row.qa_id, row.findings) for row in log.qa_reviews]
    for name, findings in rows:
        for finding in findings:
            # What reading found has been said with its file.
            if finding not in seen:
                yield name, finding
