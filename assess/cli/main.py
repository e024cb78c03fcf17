"""The command `assess`."""

import typer

from assess.cli import checklists, report, score

app = typer.Typer(
    name="assess",
    help="知识产权保护措施自评 / Self-assessment against regional intellectual-property protection measures",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("score")(score.score)
app.command("report")(report.report)
app.add_typer(checklists.app, name="checklists")
