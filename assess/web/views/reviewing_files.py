"""The files that are to prove an item: what each is, whether it can be looked at here, and what was said of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assess.reviews.desk import File
from assess.reviews.duplicates import Again, Found
from assess.values.formats import date
from assess.web.i18n import gettext as _
from assess.web.views.attached import first_page, size
from assess.web.views.reviewing_scene import Scene, level_name
from assess.wording.review_terms import VERDICTS

PICTURES: Final = frozenset({"image/jpeg", "image/png"})
PDF: Final = "application/pdf"
NAMED_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Line:
    """Where the same file is besides; `url` leads there, where the reviewer may look."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One file; `verdict` and `remark` are what this level said, `earlier` what the level before did."""

    id: str
    url: str
    name: str
    about: str
    image: bool
    pdf: bool
    verdict: str
    remark: str
    earlier: str
    said: str
    first: int = 1
    again: tuple[Line, ...] = ()
    removed: bool = False


def paper(scene: Scene, file: File, again: Again | None = None) -> Paper:
    """Put a file into words; `again` is where else it was handed in."""
    desk, locale = scene.desk, scene.locale
    kinds = {kind.key: kind.title.to(locale) for kind in desk.published.kinds}
    found = {row.level: row for row in desk.verdicts.get(file.id, ())}
    mine = found.get(desk.level or 0)
    told = [
        _("%(level)s认定：%(verdict)s（%(name)s）%(remark)s", level=level_name(scene, row.level),
          verdict=VERDICTS[row.verdict].to(locale), name=row.by_name, remark=_gap(row.remark))
        for row in found.values()
    ]  # fmt: skip
    earlier = [text for text, row in zip(told, found.values(), strict=True) if row is not mine]
    parts = (
        kinds.get(file.kind, ""),
        scene.sheet.facts[file.fact].wording.to(locale) if file.fact in scene.sheet.facts else "",
        _("页码 %(pages)s", pages=file.pages) if file.pages else "",
        _("材料日期 %(date)s", date=date(file.issued_on, locale)) if file.issued_on else "",
        size(file.size),
    )
    return Paper(
        id=str(file.id),
        url=f"{scene.base}/evidence/{file.id}",
        name=file.name,
        about=" · ".join(part for part in parts if part),
        image=file.media_type in PICTURES,
        pdf=file.media_type == PDF,
        verdict=mine.verdict.value if mine else "",
        remark=mine.remark if mine else "",
        earlier=" ".join(earlier) if scene.open else "",
        said=" ".join(told),
        first=first_page(file.pages),
        again=(*_here(scene, file), *_elsewhere(scene, again or Again())),
    )


def _here(scene: Scene, file: File) -> Iterator[Line]:
    """Name the other questions of this form that the same file was handed in for."""
    facts = {one.fact for one in scene.desk.files if one.sha256 == file.sha256} - {file.fact}
    asked = [scene.sheet.facts[fact].wording.to(scene.locale) for fact in sorted(facts) if fact in scene.sheet.facts]
    if asked:
        yield Line(_("同一文件还用于本表：%(questions)s", questions=_("；").join(asked)))


def _elsewhere(scene: Scene, again: Again) -> Iterator[Line]:
    """Say who else handed the same file in: by name within reach, by number beyond it."""
    for one in again.named[:NAMED_MOST]:
        yield Line(_named(scene, one), f"/reviews/{one.assessment_id}")
    if len(again.named) > NAMED_MOST:
        yield Line(_("另有 %(count)s 份自评提交了同一文件", count=len(again.named) - NAMED_MOST), "/reviews/duplicates")
    if again.own:
        yield Line(_("也出现在本单位的其他自评中（%(count)s 处）", count=again.own))
    if again.others:
        yield Line(_("也出现在其他单位的材料中（%(count)s 处）", count=again.others))


def _named(scene: Scene, one: Found) -> str:
    if one.organisation_id == scene.desk.assessment.organisation_id:
        return _("本单位在“%(campaign)s”中也提交了同一文件", campaign=one.campaign)
    return _("同一文件也由%(name)s提交（%(campaign)s）", name=one.organisation, campaign=one.campaign)


def _gap(remark: str) -> str:
    return f" {remark}" if remark else ""
