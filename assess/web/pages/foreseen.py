"""Having a report made while somebody still reads, so that it is ready when they press the button."""

from datetime import datetime

from fastapi import Request, Response
from starlette.background import BackgroundTask, BackgroundTasks

from assess.db import Database
from assess.jobs.runner import Runner
from assess.reports.bulk import foreseeing
from assess.reports.bulk.foreseeing import Expected
from assess.web.views.desk import Desk


def with_draft(request: Request, answer: Response, desk: Desk, now: datetime) -> Response:
    """Have the draft of a complete form made once the page is sent; of trials, which many people open, none is."""
    if desk.actor.signed_in and not desk.trial and desk.editable and not desk.completeness.missing:
        state = request.app.state
        tasks = BackgroundTasks([answer.background] if isinstance(answer.background, BackgroundTask) else [])
        tasks.add_task(_expected, state.database, state.runner, desk, now)
        answer.background = tasks
    return answer


def _expected(database: Database, runner: Runner, desk: Desk, now: datetime) -> None:
    account = desk.actor.account_id
    if account is None:
        return
    wanted = Expected(assessment_id=desk.id, account_id=account, state=desk.loaded.state, locale=desk.locale)
    if foreseeing.expect(database, wanted, now):
        runner.wake()
