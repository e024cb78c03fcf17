"""The score by what is proved stands beside the claimed one, where there is evidence to speak of."""

import dataclasses

import pytest

from assess.reports import html
from assess.reports.content import build
from assess.reports.cover import Cover
from assess.reports.parts import ItemRow, ReportContent
from assess.scoring.columns import score_columns
from assess.scoring.evidence import Evidence
from assess.scoring.form import EvidenceRule, Form, Item
from assess.scoring.inputs import Inputs
from assess.values.text import Locale
from tests.reports import samples

CONTRACT = Evidence(fact="credit.serious-list", kind="contract", file="f")
POLICY = Evidence(fact="patents.review", kind="policy", file="g")


def _needing_proof(form: Form) -> Form:
    """Let the first item require a contract."""

    def item(each: Item) -> Item:
        rule = EvidenceRule(kinds=("contract",), required=True)
        return dataclasses.replace(each, evidence=rule) if each.key == "credit" else each

    first, *rest = form.sections
    group = dataclasses.replace(first.groups[0], items=tuple(map(item, first.groups[0].items)))
    return dataclasses.replace(form, sections=(dataclasses.replace(first, groups=(group,)), *rest))


def _report(*files: Evidence, locale: Locale = "zh", shown: bool = True) -> ReportContent:
    form = _needing_proof(samples.FORM)
    published = dataclasses.replace(
        samples.PUBLISHED, checklist=dataclasses.replace(samples.PUBLISHED.checklist, form=form)
    )
    inputs = Inputs(samples.CLEAN, samples.PROFILE, samples.AS_OF, {})
    cover = Cover(organisation="甲", kind="enterprise", region_name="山东省临沂市", state="draft")
    columns = score_columns(form, inputs, files)
    supported = columns.supported if shown else None
    return build(published, samples.SHA256, inputs, columns.claimed, cover, locale, supported=supported)


def _row(content: ReportContent) -> ItemRow:
    return content.sections[0].groups[0].rows[0]


def test_what_is_not_proved_stands_beside_what_is_claimed() -> None:
    content = _report()
    row, duty = _row(content), content.summary.dials[0]
    assert (row.earned, row.supported) == (row.points, "0")
    assert row.lost.startswith("要求 1 份佐证材料，符合的有 0 份")
    assert duty.final is not None
    assert duty.supported is not None
    assert float(duty.supported) < float(duty.final)


def test_what_has_happened_for_good_does_not_stand_among_what_changes_most() -> None:
    content = samples.report()
    done = dataclasses.replace(content.gaps[0], irreversible=True)
    later = dataclasses.replace(content, gaps=(done, *content.gaps[1:]))
    assert [_moves(content, number) for number in ("1", "2")] == [True, True]
    assert [_moves(later, number) for number in ("1", "2")] == [False, True]


def _moves(content: ReportContent, number: str) -> bool:
    movers = html.render(content).partition('id="movers"')[2].partition("</table>")[0]
    return f'"#gap-{number}"' in movers


def test_what_is_proved_is_the_same_in_both() -> None:
    content = _report(CONTRACT, POLICY)
    row, duty = _row(content), content.summary.dials[0]
    assert (row.supported, row.lost) == (row.earned, "")
    assert duty.supported == duty.final


@pytest.mark.parametrize(("locale", "words"), [("zh", "有据得分"), ("en", "Supported")])
def test_the_printed_report_has_the_column_only_where_there_is_evidence(locale: Locale, words: str) -> None:
    page, bare = html.render(_report(locale=locale)), html.render(_report(locale=locale, shown=False))
    assert f'<th scope="col" class="num">{words}</th>' in page
    assert page.count('<col class="supported" />') == len(samples.FORM.sections)
    assert f">{words}</th>" not in bare
    assert 'colspan="9"' in page
    assert 'colspan="8"' in bare
