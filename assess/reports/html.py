"""Lay a report's content out as one self-contained HTML page: for browsers, and as the source of the PDF."""

import functools
import hashlib
from pathlib import Path
from typing import Final, get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assess.reports import district_look, qr, verification
from assess.reports.chapters import chapters
from assess.reports.content import content_hash, plain
from assess.reports.district_parts import DistrictContent
from assess.reports.faces import PLAIN, Face
from assess.reports.glyphs import GETA, chinese, covered, printable
from assess.reports.orders import Content
from assess.reports.parts import ReportContent
from assess.reports.pictures import Pictures
from assess.reports.seals import Seal, spaced
from assess.reports.words import WORDS, word
from assess.values.text import Locale

FOLDER: Final = Path(__file__).parents[2] / "templates" / "reports"
LANGUAGES: Final = {"zh": "zh-CN", "en": "en"}
_LAYOUT = (
    *("html.py", "*charts*.py", "pictures.py", "district_look.py", "glyphs.py", "*words.py", "docx*.py", "xlsx*.py"),
    *("seals.py", "qr.py", "verification.py", "faces.py", "chapters.py", "figures.py"),
    *("making.py", "pdf.py", "tags.py", "fontfiles.py", "enclosures.py", "resultfile.py"),
    *("../exchange/book.py", "../exchange/writing.py", "../wording/estimates.py", "../papers/p*.py"),
)
_VERSION_LENGTH = 12
_MOVERS = 5
_OFFERS = 3


def render(content: Content, face: Face = PLAIN, seal: Seal | None = None) -> str:
    """Return the report as HTML that asks for no other file.

    Args:
        content: What the report says; every text in it is escaped here and nowhere else.
        face: The operator's own colours, words and order of chapters.
        seal: What the report can be checked by; None where nobody could confirm it.
    """
    environment, css = _environment(content.locale)
    name = content_hash(content, look(face))
    return environment.get_template("report.html").render(
        c=content,
        t=functools.partial(_translate, content),
        css=Markup(css),  # noqa: S704 - our own style sheet, not input
        lang=LANGUAGES[content.locale],
        face=face,
        code=spaced(seal.code) if seal else "",
        verification=verification.lines(name, seal, content.locale),
        address=seal.address if seal and seal.address else "",
        qr=qr.picture(seal.address) if seal and seal.address else "",
        chapters=chapters(content, face),
        geta=GETA in printable(plain(content)),
        draw=Pictures.of(face),
        **(district_look.drawn(content, face) if isinstance(content, DistrictContent) else _drawn(content)),
    )


def _drawn(content: ReportContent) -> dict[str, object]:
    """Give what a report is drawn from besides its words."""
    mendable = [gap for gap in content.gaps if not gap.irreversible]  # what has happened changes nothing any more
    movers = (*mendable[:_MOVERS], *content.opportunities[:_OFFERS])
    return {"movers": movers, "shares": sorted({gap.lost_share for gap in movers}), "rays": _rays(content)}


def look(face: Face = PLAIN) -> str:
    """Name how a report looks: the version of the layout and the operator's face."""
    return template_version() if face == PLAIN else f"{template_version()}.{face.sha256}"


@functools.cache
def template_version() -> str:
    """Return what changes whenever reports would look different: a short hash over all that lays them out.

    Nobody has to remember to raise a number, and a stored report is never taken for one of a newer look.
    """
    ours = {path for pattern in _LAYOUT for path in Path(__file__).parent.glob(pattern)}
    sources = sorted(FOLDER.rglob("*.*")) + sorted(ours)
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources if source.is_file()))
    return digest.hexdigest()[:_VERSION_LENGTH]


def warm() -> None:
    """Compile the templates of both languages and read the fonts' coverage before the first report."""
    for locale in get_args(Locale):
        environment, _ = _environment(locale)
        for name in environment.list_templates(extensions=["html"]):
            environment.get_template(name)
    covered()


@functools.cache
def _environment(locale: Locale) -> tuple[Environment, str]:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_chinese if locale == "zh" else _english,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment, (FOLDER / "report.css").read_text(encoding="utf-8")


def _english(value: object) -> object:
    """Keep what our fonts cannot print out of the page; our own markup passes."""
    return printable(value) if type(value) is str else value


def _chinese(value: object) -> object:
    return chinese(printable(value)) if type(value) is str else value


def _translate(content: Content, key: str, **values: object) -> str:
    """Give a word; a kind of report may have its own in the place of the general one."""
    own = f"{content.kind}.{key}"
    return word(own if own in WORDS else key, content.locale, **values)


def _rays(content: ReportContent) -> list[str | None]:
    return [row.share for section in content.sections for group in section.groups for row in group.rows]
