"""The command `assess`."""

import typer

from assess import logs
from assess.cli import (
    admin,
    audit,
    backup,
    checklists,
    compare,
    measures,
    organisations,
    privacy,
    report,
    rescore,
    score,
    serve,
    versions,
)

app = typer.Typer(
    name="assess",
    help="知识产权保护措施自评 / Self-assessment against regional intellectual-property protection measures",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def begin() -> None:
    """知识产权保护措施自评 / Self-assessment against regional intellectual-property protection measures."""
    logs.configure("warning", to_error=True)


app.command("score")(score.score)
app.command("compare")(compare.compare_files)
app.command("rescore")(rescore.rescore)
app.command("report")(report.report)
app.command("serve")(serve.serve)
app.command("backup")(backup.backup_to)
app.command("restore")(backup.restore_from)
checklists.app.command("diff")(versions.compare)
checklists.app.command("retire")(versions.retire)
app.add_typer(checklists.app, name="checklists")
app.add_typer(measures.app, name="measures")
app.add_typer(admin.app, name="admin")
app.add_typer(organisations.app, name="organisations")
app.add_typer(audit.app, name="audit")
app.add_typer(privacy.app, name="privacy")
