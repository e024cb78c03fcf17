"""The files that are to prove an item: what each is, whether it can be looked at here, and what was said of it."""

from dataclasses import dataclass
from typing import Final

from assess.reviews.desk import File
from assess.values.formats import date
from assess.web.i18n import gettext as _
from assess.web.views.attached import size
from assess.web.views.reviewing_scene import Scene, level_name
from assess.wording.review_terms import VERDICTS

PICTURES: Final = frozenset({"image/jpeg", "image/png"})
PDF: Final = "application/pdf"


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
    removed: bool = False


def paper(scene: Scene, file: File) -> Paper:
    """Put a file into words."""
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
    )


def _gap(remark: str) -> str:
    return f" {remark}" if remark else ""
