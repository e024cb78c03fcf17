"""What an office makes of our files: LibreOffice opens every one without complaint, and all say the same."""

import re
import subprocess
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from assess.assessments.answersfile import AnswersFile
from assess.assessments.formbook.writing import write_form
from assess.reports import district, docx, html, pdf, xlsx
from assess.reports.cover import Attached
from assess.reports.orders import Content
from assess.reports.parts import ReportContent
from assess.reports.seals import Seal
from tests.factories import forms
from tests.reports import printed, samples, shipped
from tests.reports.test_district import full

SEAL = Seal(code="7K3M9QXV2TRB", address="https://example.invalid/verify/7K3M9QXV2TRB")
TYPED = '=1+1 </w:t> & {{ 7*7 }} \u202eكلام a\x00b 🏭 HYPERLINK "http://127.0.0.1:9/"'
HARMLESS = ("failed to launch javaldx", "Overwriting:")
"""What LibreOffice says of the machine, and not of a file."""


def contents() -> Mapping[str, Content]:
    attached = (Attached(fact="patents.review", name=TYPED, kind="policy"),)
    return {
        "zh": samples.report(),
        "en": samples.report(locale="en", state="submitted"),
        "hostile": samples.report(organisation=TYPED + "长" * 300, evidence=attached),
        "fullest": shipped.fullest("zh"),
        "district": district.build(full(), "zh"),
    }


def form() -> bytes:
    published = forms.published()
    empty = AnswersFile(organisation=forms.ORGANISATION, answers={}, notes={}, evidence={}, claims={})
    return write_form(published, "0" * 64, empty, "zh")


class Office:
    """Our files in one folder, and what LibreOffice made of them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.contents = folder, contents()
        made = {f"{name}-word.docx": docx.render(one, seal=SEAL) for name, one in self.contents.items()}
        made |= {f"{name}-book.xlsx": xlsx.render(one, seal=SEAL) for name, one in self.contents.items()}
        made["form.xlsx"] = form()
        for name, file in made.items():
            (folder / name).write_bytes(file)
        self.files = made
        self.ran = subprocess.run(
            [
                *("soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
                *("--convert-to", "pdf", "--outdir", str(folder), *(str(folder / name) for name in made)),
            ],
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    def text(self, name: str) -> str:
        """Give the text of what it made of a file."""
        return _text(self.folder / f"{name}.pdf")


def _text(path: Path) -> str:
    return subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_it_opens_every_file_without_complaint(office: Office) -> None:
    assert office.ran.returncode == 0
    said = [line for line in office.ran.stderr.splitlines() if line and not any(one in line for one in HARMLESS)]
    assert said == []
    assert {path.stem for path in office.folder.glob("*.pdf")} == {Path(name).stem for name in office.files}
    assert all(path.stat().st_size > 5_000 for path in office.folder.glob("*.pdf"))


def test_the_form_of_a_checklist_can_be_filled_in_there(office: Office) -> None:
    words = bare(office.text("form"))
    for fact in forms.published().facts[:3]:
        assert bare(fact.wording.zh)[:12] in words


@pytest.mark.parametrize("name", ["zh", "en", "fullest", "district"])
def test_the_word_file_shows_every_figure(office: Office, name: str) -> None:
    words = bare(office.text(f"{name}-word"))
    assert {one for one in printed.figures(office.contents[name]) if one not in words.replace(",", "")} == set()
    content = office.contents[name]
    assert bare(content.identity.organisation) in words


@pytest.mark.parametrize("name", ["zh", "en", "fullest"])
def test_the_workbook_shows_the_scores(office: Office, name: str) -> None:
    words = office.text(f"{name}-book")
    shown = {float(one) for one in printed.numbers(words) if one.count(".") < 2}
    content = office.contents[name]
    assert isinstance(content, ReportContent)
    finals = {float(dial.final) for dial in content.summary.dials if dial.final is not None}
    assert finals <= shown
    assert {float(gap.lost) for gap in (*content.gaps, *content.opportunities)} <= shown
    assert content.identity.title[:6] in words or content.identity.organisation in words


@pytest.mark.parametrize("name", ["zh", "en", "fullest", "district"])
def test_all_formats_say_the_same(office: Office, name: str, tmp_path: Path) -> None:
    content = office.contents[name]
    page = html.render(content, seal=SEAL)
    told = {
        "html": printed.of_page(page),
        "docx": printed.of_word(office.files[f"{name}-word.docx"]),
        "xlsx": printed.of_workbook(office.files[f"{name}-book.xlsx"]),
    }
    if name in ("zh", "en"):  # the others' pages say what their PDFs say, which take their time
        (tmp_path / "ours.pdf").write_bytes(pdf.render(page))
        told["pdf"] = _text(tmp_path / "ours.pdf")
    wanted = {Decimal(one) for one in printed.figures(content) if one.count(".") < 2}
    for kind, words in told.items():
        found = {Decimal(one) for one in printed.numbers(words) if one.count(".") < 2}
        assert wanted - found == set(), kind
        assert bare(_grade(content)) in bare(words), kind
        assert "7K3M-9QXV-2TRB" in words, kind
    assert len(wanted) > 20


def _grade(content: Content) -> str:
    if not isinstance(content, ReportContent):
        return content.overview.grades[0].grade
    return content.summary.grade.letter or content.summary.grade.title


def test_what_somebody_typed_reaches_the_page_as_it_is(office: Office) -> None:
    words = bare(office.text("hostile-word"))
    assert "=1+1</w:t>&{{7*7}}" in words
    assert "&49" not in words
    assert 'HYPERLINK"http://127.0.0.1:9/"' in words
