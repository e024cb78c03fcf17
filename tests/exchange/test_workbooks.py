"""The one door to workbooks: what goes in comes out, and what harms does not come in."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.exchange.book import Book, Cell, Column, Rule, Sheet, length, letters, pieces, place, sheet_name
from assess.exchange.book import Value as Written
from assess.exchange.reading import Fault, read
from assess.exchange.refusal import WorkbookError
from assess.exchange.writing import TooLongError, write

# What the answers of this service may hold: no control characters but tab and line end, no half of a pair.
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="".join(map(chr, [*range(9), *range(11, 32)])))
TEXTS = st.text(CHARACTERS, min_size=1, max_size=60).filter(str.strip)
AWKWARD = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+49 30",
    "-1",
    "@here",
    "'quoted",
    " before and after ",
    "two\nlines\tand a tab",
    "_x000D_",
    "x005F_ and _x005F_x000D_",
    "<r>not a rich text & no mark-up</r>",
    "<r>_x0041_</r>",
    "<r></r>",
    "\ufffe\uffff",
    "https://example.org/#a",
    "TRUE",
    "00371300",
    "1e5",
    "😀" * 200,
]


def book(*values: Written, look: str = "plain") -> Book:
    rows = [[Cell(value, look)] for value in values]  # type: ignore[arg-type]  # the test names looks
    return Book(title="t", sheets=[Sheet(name="表", columns=[Column()], rows=rows)])


def back(made: Book) -> list[object]:
    (sheet,) = read(write(made))
    return [sheet.at(row, 1) for row in range(1, len(made.sheets[0].rows) + 1)]


@pytest.mark.parametrize("text", AWKWARD)
def test_an_awkward_text_comes_back_as_it_was(text: str) -> None:
    assert back(book(text)) == [text]


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_any_text_comes_back_as_it_was(texts: list[str]) -> None:
    assert back(book(*texts)) == texts


@settings(deadline=None)
@given(st.decimals(min_value=-(10**15), max_value=10**15, places=6))
def test_a_number_comes_back_to_the_digit(number: Decimal) -> None:
    (found,) = back(book(number))
    assert Decimal(str(found)) == number


@settings(deadline=None)
@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_a_day_comes_back(day: dt.date) -> None:
    (found,) = back(book(day, look="date"))
    assert (found if isinstance(found, str) else str(found)) == day.isoformat()


def test_no_formula_is_written() -> None:
    parts = zipfile.ZipFile(io.BytesIO(write(book("=1+1", "{=A1}", '=HYPERLINK("http://a")'))))
    assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    assert not any("rels" in name and "sheet" in name for name in parts.namelist())


def test_equal_books_are_equal_bytes() -> None:
    assert write(book("a", Decimal(1))) == write(book("a", Decimal(1)))


def test_a_text_longer_than_a_cell_is_refused_by_its_place() -> None:
    assert back(book("长" * 32_767)) == ["长" * 32_767]
    with pytest.raises(TooLongError) as refused:
        write(book("a", "长" * 32_768))
    assert refused.value.place == "表!A2"
    with pytest.raises(TooLongError):
        write(book("😀" * 16_384))


@settings(deadline=None)
@given(st.text(CHARACTERS, min_size=1, max_size=100), st.integers(1, 700))
def test_pieces_fit_and_join(text: str, times: int) -> None:
    whole = text * times
    assert "".join(pieces(whole)) == whole
    assert all(length(piece) <= 32_767 for piece in pieces(whole))


def test_a_locked_sheet_with_lists_keeps_its_structure() -> None:
    sheet = Sheet(
        name="信用",
        columns=[Column(hidden=True), Column(20, look="text")],
        rows=[[Cell("key"), Cell("是", "text", "yes-no")]],
        rules=[Rule("number", 2, 2, 9, hint="填数字")],
        hidden_rows=frozenset({1}),
        frozen=(1, 0),
    )
    raw = write(Book(title="t", sheets=[sheet], lists={"yes-no": ["是", "否"]}))
    parts = zipfile.ZipFile(io.BytesIO(raw))
    xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<sheetProtection" in xml
    assert "'lists'!$A$1:$A$2" in xml
    assert 'sqref="B2:B9"' in xml
    assert 'state="hidden"' in parts.read("xl/workbook.xml").decode()
    assert [one.name for one in read(raw)] == ["信用", "lists"]


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("信用", [], "信用"),
        ("信用", ["信用"], "信用 2"),
        ("A/B:[C]?*", [], "A B  C"),
        ("'x'", [], "x"),
        ("History", [], "History 2"),
        ("///", [], "1"),
        ("知" * 40, [], "知" * 31),
        ("知" * 40, ["知" * 31], "知" * 29 + " 2"),
        ("😀" * 20, [], "😀" * 15),
        ("abc", ["ABC"], "abc 2"),
    ],
)
def test_names_of_sheets_are_such_as_excel_takes(wanted: str, taken: list[str], name: str) -> None:
    assert sheet_name(wanted, taken) == name


def test_cells_are_named_as_in_excel() -> None:
    assert [letters(column) for column in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]
    assert place("信用", 5, 3) == "信用!C5"


def repacked(raw: bytes, change: dict[str, bytes], *, drop: tuple[str, ...] = ()) -> bytes:
    """Replace or add parts of a workbook."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            if name not in change and name not in drop:
                made.writestr(name, source.read(name))
        for name, data in change.items():
            made.writestr(name, data)
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def sheet_xml(rows: str) -> bytes:
    head = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return f"{head}<dimension ref='A1:B2'/><sheetData>{rows}</sheetData></worksheet>".encode()


def with_rows(rows: str) -> bytes:
    return repacked(write(book("a")), {SHEET: sheet_xml(rows)})


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ('<c r="A1"><v>0.28999999999999998</v></c>', Decimal("0.29")),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="e"><v>#REF!</v></c>', Fault("workbook.error-cell")),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', Decimal(2)),
        ('<c r="A1"><f>1+1</f></c>', Fault("workbook.formula")),
        ('<c r="A1" t="str"><f>"x"</f><v>x</v></c>', "x"),
        ('<c r="A1" t="inlineStr"><is><t>直接</t></is></c>', "直接"),
        ('<c r="A1" t="inlineStr"><is><t>  </t></is></c>', None),
    ],
)
def test_cells_as_other_programs_write_them(cell: str, found: object) -> None:
    (sheet,) = read(with_rows(f'<row r="1">{cell}</row>'))
    assert sheet.at(1, 1) == found


def test_what_a_sheet_says_about_its_size_is_not_believed() -> None:
    (sheet,) = read(with_rows('<row r="1"/><row r="900"><c r="C900"><v>7</v></c></row><row r="1048576"/>'))
    assert (sheet.at(900, 3), sheet.rows) == (Decimal(7), 900)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="20001"><c r="A20001"><v>1</v></c></row>',
        '<row r="99999999999"><c r="A1"><v>1</v></c></row>',
        "<row/>" * 600_001,
    ],
    ids=["far", "beyond", "many"],
)
def test_too_many_rows_are_refused(rows: str) -> None:
    with pytest.raises(WorkbookError) as refused:
        read(with_rows(rows))
    assert refused.value.step.message == "workbook.too-many-cells"


ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "workbook.not-a-workbook"),
        (b"PK\x03\x04" + b"\x00" * 100, "workbook.not-a-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100, "workbook.not-a-workbook"),
        (b"PK" + b"\x00" * (10 * 1024 * 1024), "workbook.too-large"),
        (repacked(write(book("a")), {}, drop=("xl/workbook.xml",)), "workbook.not-a-workbook"),
        (repacked(write(book("a")), {SHEET: b"<worksheet"}), "workbook.not-a-workbook"),
        (repacked(write(book("a")), {SHEET: ENTITY + sheet_xml("")}), "workbook.hostile"),
        (repacked(write(book("a")), {SHEET: sheet_xml("").decode().encode("utf-16")}), "workbook.hostile"),
        (repacked(write(book("a")), {SHEET: b'<?xml version="1.0" encoding="utf-7"?><x/>'}), "workbook.hostile"),
        (repacked(write(book("a")), {"xl/vbaProject.bin": b"x"}), "workbook.macros"),
        (repacked(write(book("a")), {"xl/styles.xml": b"<a/>" * 60_001}), "workbook.too-many-cells"),
        (repacked(write(book("a")), {f"xl/a{n}.xml": b"<a/>" for n in range(400)}), "workbook.hostile"),
        (repacked(write(book("a")), {"xl/big.xml": b" " * 41 * 1024 * 1024}), "workbook.unpacks-too-large"),
    ],
    ids=[
        "empty",
        "stub",
        "old",
        "large",
        "headless",
        "broken",
        "entity",
        "utf-16",
        "utf-7",
        "macros",
        "styles",
        "parts",
        "bomb",
    ],
)
def test_what_harms_or_is_no_workbook_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(WorkbookError) as refused:
        read(raw)
    assert refused.value.step.message == message


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    raw = bytearray(repacked(write(book("a")), {"xl/big.xml": b" " * 1_000_000}))
    size = (1_000_000).to_bytes(4, "little")
    while (at := raw.find(size)) >= 0:
        raw[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(WorkbookError):
        read(bytes(raw))


def test_pictures_and_links_to_other_files_are_left_out() -> None:
    extra = {"xl/media/image1.png": b"\x00" * 100, "xl/externalLinks/externalLink1.xml": ENTITY}
    assert back(book("a")) == ["a"]
    (sheet,) = read(repacked(write(book("a")), extra))
    assert sheet.at(1, 1) == "a"
