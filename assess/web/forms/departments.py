"""The name of a department."""

from wtforms import Form

from assess.accounts.departments import NAME_MAXIMUM
from assess.web.forms.base import at_most, marked, needed, text, visible


class DepartmentForm(Form):
    """What a department is called."""

    name = text(marked("部门名称"), needed(marked("请填写部门名称。")), at_most(NAME_MAXIMUM), visible())
