"""The WTForms class of a question page, built from the checklist."""

from collections.abc import Iterable

from wtforms import Form
from wtforms.fields.core import UnboundField

from assess.checklists.definition import Published
from assess.values.fact import Fact
from assess.values.text import Locale
from assess.web.forms.fields import FIELDS, FactField


class FactForm(Form):
    """A form whose fields are facts, under the facts' own names."""

    class Meta:
        """No WTForms translations: our own wording speaks; CSRF is checked before any form is built."""

        locales = ("zh",)
        csrf = False
        locale: Locale = "zh"

        @staticmethod
        def render_field(field: FactField, render_kw: object) -> str:
            """Refuse drawing by widget: the macros of templates/components/fields draw."""
            raise NotImplementedError(f"{field.name}: {render_kw}")

    def asked(self, key: str) -> FactField:
        """Give the field of a fact."""
        found: FactField = self._fields[key]  # type: ignore[assignment]  # a form of `build` holds no others
        return found


def build(published: Published, facts: Iterable[str], locale: Locale) -> type[FactForm]:
    """Build the form class that asks these facts.

    Args:
        published: The checklist with its question bank.
        facts: Keys in the order in which the page asks them.
        locale: The language of the errors.
    """
    asked = {fact.key: fact for fact in published.facts}
    fields = {key: _field(asked[key]) for key in facts}
    meta = type("Meta", (), {"locales": (locale,), "locale": locale})
    return type("Questions", (FactForm,), {**fields, "Meta": meta})


def _field(fact: Fact) -> "UnboundField[FactField]":
    return UnboundField(FIELDS[fact.type], fact=fact)
