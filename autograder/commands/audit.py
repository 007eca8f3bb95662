"""`autograder audit`: the hidden checks, tried on known answers."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from autograder.commands import terminal
from autograder.commands.progress import progress
from autograder.messages import Catalogue


def add(app: typer.Typer, say: Catalogue) -> None:
    """Add the command."""

    @app.command(help=say("cli.audit"))
    def audit(
        lab: Annotated[Path, typer.Argument(help=say("cli.lab"))],
        names: Annotated[list[str] | None, typer.Argument(help=say("cli.audit_names"))] = None,
        jobs: Annotated[int | None, typer.Option(min=1, help=say("cli.jobs"))] = None,
        seeds: Annotated[int, typer.Option(min=1, help=say("cli.audit_seeds"))] = 1,
        mutants: Annotated[bool, typer.Option("--mutants", help=say("cli.audit_mutants"))] = False,
        sample: Annotated[bool, typer.Option("--sample", help=say("cli.audit_sample"))] = False,
        record: Annotated[bool, typer.Option("--record", help=say("cli.audit_record"))] = False,
        table: Annotated[Path | None, typer.Option("--json", help=say("cli.audit_json"))] = None,
        page: Annotated[Path | None, typer.Option("--html", help=say("cli.audit_html"))] = None,
        keep: Annotated[Path | None, typer.Option(help=say("cli.audit_keep"))] = None,
    ) -> None:
        from autograder.audit import json_report, metrics, prices, subject_grading
        from autograder.audit import page as audit_page
        from autograder.audit import run as audits
        from autograder.audit import sample as samples
        from autograder.audit import table as audit_table
        from autograder.audit.cache import open_cache
        from autograder.doctor import capacity
        from autograder.lab import mistakes
        from autograder.lab.corpora import shelf_for
        from autograder.lab.declaration import load_lab
        from autograder.lab.signatures import write_signatures
        from autograder.sandbox.host import open_host

        if record and sample:
            raise typer.BadParameter(say("cli.record_is_no_sample"))
        with terminal.faults(say):
            declared = load_lab(lab)
            planned = audits.plan_subjects(declared, names or (), mutants)
            if sample:
                planned = samples.select(planned, declared, samples.read_whole_audit(declared))
            shelf = shelf_for(declared)
            kept = open_cache(keep or Path("build") / "audit" / declared.id, declared, shelf, seeds)
            with open_host() as here, progress(say("cli.auditing"), len(planned), say) as advance:
                setup = subject_grading.AuditSetup(declared, shelf, here, seeds)
                several = jobs or capacity.default_jobs(declared.limits.memory)
                found = audits.run_audit(planned, setup, kept, jobs=several, progress=lambda _: advance(False))
        found = replace(found, sample=sample)
        terminal.console().print(audit_table.render(found, say))
        if table is not None:
            terminal.write(table, json.dumps(json_report.to_json(found), ensure_ascii=False, indent=2) + "\n")
        if page is not None:
            terminal.write(page, audit_page.page(found, say))
        if metrics.faults(found):
            raise typer.Exit(1)
        if record:
            failed = prices.signatures(found.trials)
            typer.echo(say("cli.written", path=write_signatures(declared, failed, mistakes.read(declared))))
            if not names:
                typer.echo(say("cli.written", path=samples.write_whole_audit(found, declared)))
