"""Three columns of a score in words: both dials and the grades, for reviewers and, once published, for respondents."""

from dataclasses import dataclass
from decimal import Decimal

from assess.checklists.definition import Published
from assess.reports.cover import Cover
from assess.reports.figures import signed
from assess.reports.frame import Frame
from assess.reports.summaries import grade_view
from assess.scoring.columns import Columns
from assess.scoring.form import Form
from assess.scoring.inputs import Inputs
from assess.scoring.result import Dial, Result
from assess.values.text import Locale
from assess.web.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class DialLine:
    """One dial in its three columns; `gap` is reviewed minus claimed, None while that is open."""

    title: str
    claimed: str
    supported: str
    reviewed: str
    gap: str | None


def dial_lines(columns: Columns, form: Form) -> tuple[DialLine, ...]:
    """Put both dials into words; the reviewed column of a dial stands once all its items are marked."""
    waiting = set(columns.reviewed.unmarked if columns.reviewed else ())
    made: list[DialLine] = []
    for title, name, rule in ((_("合规得分"), "duty", form.duty), (_("政策利用准备度"), "readiness", form.readiness)):
        claimed, supported = _dial(columns.claimed, name), _dial(columns.supported, name)
        open_ = any(item.purpose == name and item.key in waiting for item in columns.claimed.items)
        final = None if columns.reviewed is None or open_ else _dial(columns.reviewed.result, name).final
        if claimed.final is None and final is None:
            continue
        gap = None if final is None or claimed.final is None else signed(final - claimed.final)
        words = [_fixed(value, rule.decimals) for value in (claimed.final, supported.final, final)]
        made.append(DialLine(title, words[0], words[1], words[2], gap))
    return tuple(made)


def _dial(result: Result, name: str) -> Dial:
    return result.duty if name == "duty" else result.readiness


def _fixed(value: Decimal | None, decimals: int) -> str:
    return "—" if value is None else f"{value:,.{decimals}f}"


@dataclass(frozen=True, slots=True)
class Graded:
    """What grades are named from."""

    published: Published
    sha256: str
    inputs: Inputs
    locale: Locale

    def words(self, columns: Columns) -> str:
        """Say the grade of each column; the reviewed one once everything is marked."""
        told = [_("自评等级 %(grade)s", grade=self.grade(columns.claimed))]
        if columns.supported != columns.claimed:
            told.append(_("有据等级 %(grade)s", grade=self.grade(columns.supported)))
        if columns.reviewed is not None and columns.reviewed.complete:
            told.append(_("复核等级 %(grade)s", grade=self.grade(columns.reviewed.result)))
        return _("，").join(told) + _("。")

    def grade(self, result: Result) -> str:
        """Name a grade: B 良好, or why there is none."""
        view = grade_view(self._frame(result), result)
        return f"{view.letter} {view.title}" if view.letter else view.title

    def _frame(self, result: Result) -> Frame:
        """Give what the report's words are made from; of the cover, grades say nothing."""
        cover = Cover(organisation="", kind=self.inputs.profile.kind, region_name="", state="reviewing")
        return Frame(
            published=self.published,
            sha256=self.sha256,
            inputs=self.inputs,
            result=result,
            cover=cover,
            locale=self.locale,
        )
