"""What the plain forms share: limits in our own words, and their errors for the page's summary."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from starlette.datastructures import FormData
from wtforms import Form, StringField, ValidationError

from assess.values.limits import FORBIDDEN, blank
from assess.web.i18n import current
from assess.web.i18n import gettext as _
from assess.wording.sentences import say

Check = Callable[[Form, Any], None]


def marked(message: str) -> str:
    """Mark a Chinese label for the catalog; the template translates it when it is drawn."""
    return message


class Fields:
    """The posted fields as WTForms wants them: several values a name, files left out."""

    def __init__(self, data: FormData | Mapping[str, str]) -> None:
        self._data = data if isinstance(data, FormData) else FormData(dict(data))

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __contains__(self, name: object) -> bool:
        return name in self._data

    def getlist(self, name: str) -> list[str]:
        """Give every text posted under a name."""
        return [value for value in self._data.getlist(name) if isinstance(value, str)]


def stripped(value: str | None) -> str | None:
    """Take blanks off both ends."""
    return value.strip() if value else value


def text(label: str, *checks: Check) -> StringField:
    """Make a line of text without blanks at its ends."""
    return StringField(label, list(checks), filters=[stripped])


def needed(message: str) -> Check:
    """Refuse a field in which nothing can be read, in given words."""

    def check(_form: Form, field: Any) -> None:  # noqa: ANN401 - any field of WTForms
        if not field.data or (isinstance(field.data, str) and blank(field.data)):
            raise ValidationError(_(message))

    return check


def visible() -> Check:
    """Refuse what no database and no log can hold: control characters."""

    def check(_form: Form, field: Any) -> None:  # noqa: ANN401 - any field of WTForms
        if field.data and FORBIDDEN.search(field.data):
            raise ValidationError(say("value.control-character", {}, current()))

    return check


def at_most(length: int) -> Check:
    """Refuse more characters than are stored."""

    def check(_form: Form, field: Any) -> None:  # noqa: ANN401 - any field of WTForms
        if field.data and len(field.data) > length:
            raise ValidationError(_("最多 %(most)s 个字，现在有 %(given)s 个。", most=length, given=len(field.data)))

    return check


def errors(form: Form) -> list[tuple[str, str]]:
    """List a form's errors for the summary: the id to go to, and the message."""
    return [(field.id, str(field.errors[0])) for field in form if field.errors]
