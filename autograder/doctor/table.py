"""Shows the findings of doctor in a terminal; it imports nothing that needs a working torch."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from autograder.doctor.findings import DoctorMessage, Finding, FindingState
from autograder.messages import Catalogue

SIGNS = {FindingState.FINE: ("✓", "green"), FindingState.LESS: ("!", "yellow"), FindingState.BAD: ("✗", "red")}


def render_findings(findings: Sequence[Finding], say: Catalogue) -> RenderableType:
    """Return the table of findings, with what to do about each."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for _ in range(3):
        table.add_column()
    for finding in findings:
        lines = [_said(finding.detail, say)]
        if finding.remedy is not None:
            lines.append(f"→ {_said(finding.remedy, say)}")
        table.add_row(Text(*SIGNS[finding.state]), say(f"doctor.{finding.topic}"), Text("\n".join(lines)))
    return table


def _said(line: DoctorMessage, say: Catalogue) -> str:
    return say(line.key, **line.values)
