"""Why a version is retired or offered again."""

from wtforms import Form

from assess.web.forms.base import at_most, marked, needed, text, visible

MOST = 300


class ReasonForm(Form):
    """The reason, for the log; administrators read it later."""

    reason = text(marked("理由"), needed(marked("请写明理由，以便日后查对。")), at_most(MOST), visible())
