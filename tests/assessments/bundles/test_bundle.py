"""The evidence bundle: numbered as the form asks, each file once, every use in the index, and honest about gaps."""

import io
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from urllib.parse import unquote

import openpyxl
import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from assess.accounts.models import Account
from assess.assessments import queries
from assess.assessments.bundles.listing import Bundle, of_assessment
from assess.assessments.bundles.zipping import pieces
from assess.assessments.models import Evidence
from assess.audit.models import AuditEvent
from assess.errors import NotFoundError
from assess.reviews.bundling import bundle
from assess.storage import Folder
from tests.factories.reviews import Scene

LIST, COVER = "credit.serious-list", "insurance.policies"
Attach = Callable[..., Evidence]


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    made = Scene(session, now)
    made.fill()
    return made


@pytest.fixture
def attach(scene: Scene, storage: Folder) -> Attach:
    """Give a way to file something without looking into it."""

    def filed(fact: str, name: str, content: bytes, *, later: int = 0, **given: object) -> Evidence:
        stored = storage.put(content)
        row = Evidence(
            assessment_id=scene.id,
            fact=fact,
            kind="record" if fact == LIST else "policy",
            name=name,
            media_type="application/pdf",
            size=stored.size,
            sha256=stored.key,
            by=scene.lead.account_id,
            at=scene.now + timedelta(minutes=later),
            **given,
        )
        scene.session.add(row)
        scene.session.flush()
        return row

    return filed


def own(scene: Scene, locale: str = "zh") -> Bundle:
    loaded = queries.load(scene.session, actor=scene.lead, assessment_id=scene.id, now=scene.now)
    return of_assessment(scene.session, loaded, locale)  # type: ignore[arg-type]  # zh or en


def opened(made: Bundle, storage: Folder) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces(made, storage))))


def table(archive: zipfile.ZipFile) -> list[dict[str, object]]:
    """Read the index back: column → cell."""
    sheet = openpyxl.load_workbook(io.BytesIO(archive.read("index.xlsx"))).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_files_are_numbered_as_the_form_asks_and_the_same_file_is_in_it_once(
    scene: Scene, attach: Attach, storage: Folder
) -> None:
    attach(COVER, "保单.pdf", b"policy", row_id=row_id(scene), pages="第3页", issued_on=date(2026, 1, 5))
    attach(LIST, "查询/结果.pdf", b"record", later=2)
    attach(LIST, "也是保单.pdf", b"policy", later=3)
    with opened(own(scene), storage) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == ["01-信用与制度/001-结果.pdf", "01-信用与制度/002-也是保单.pdf", "index.xlsx", "index.html"]
        assert all(info.flag_bits & 0x800 for info in archive.infolist()[:2]), "names are marked as UTF-8"
        assert archive.read(names[1]) == b"policy"
        assert archive.getinfo(names[0]).date_time == (2026, 11, 22, 11, 2, 0)
        rows = table(archive)
        page = archive.read("index.html").decode()
    assert [row["序号"] for row in rows] == ["001", "002", "见 002"]
    last = rows[2]
    assert (last["表格行"], last["页码"], last["材料类型"]) == ("第 1 行", "第3页", "保险单")
    assert (last["文件名"], last["压缩包中的位置"]) == ("保单.pdf", "01-信用与制度/002-也是保单.pdf")
    assert (str(last["材料日期"])[:10], last["上传人"], last["上传时间"]) == ("2026-01-05", "李明", "2026-11-22 11:00")
    assert last["说明"] == ""
    assert "3 处" in page
    assert "草稿：目前上传的材料" in page
    assert {unquote(link) for link in re.findall(r'<a href="([^"]+)">', page)} == set(names[:2])


def row_id(scene: Scene) -> str:
    """Give the id of the one insurance policy."""
    loaded = queries.load(scene.session, actor=scene.lead, assessment_id=scene.id, now=scene.now)
    rows = loaded.values[COVER]
    return str(rows[0].id)  # type: ignore[index, union-attr]  # a table


def test_a_submission_keeps_its_files_whatever_comes_later(scene: Scene, attach: Attach, storage: Folder) -> None:
    first = attach(LIST, "查询.pdf", b"record")
    scene.submit()
    first.removed_at = scene.now
    made = own(scene)
    assert [line.use.name for line in made.lines] == ["查询.pdf"]
    assert made.basis.startswith("提交 ")
    assert made.at == scene.now
    english = own(scene, "en")
    assert english.basis.startswith("What submission ")
    assert english.lines[0].path.endswith("/001-查询.pdf")
    with opened(english, storage) as archive:
        assert "supplied these files" in archive.read("index.html").decode()


def test_equal_content_gives_equal_bytes(scene: Scene, attach: Attach, storage: Folder) -> None:
    attach(LIST, "a.pdf", b"a" * 300_000)
    once, again = (b"".join(pieces(own(scene), storage)) for _ in range(2))
    assert once == again


def test_what_is_missing_or_changed_is_said_and_the_rest_is_there(
    scene: Scene, attach: Attach, storage: Folder
) -> None:
    gone, forged, kept = (attach(LIST, f"{name}.pdf", name.encode(), later=n) for n, name in enumerate("abc"))
    storage.delete(gone.sha256)
    storage.path(forged.sha256).write_bytes(b"forged")
    with opened(own(scene), storage) as archive:
        assert archive.testzip() is None
        rows = table(archive)
        assert archive.read(f"01-信用与制度/003-{kept.name}") == b"c"
        assert len(archive.namelist()) == 4
    assert [str(row["说明"])[:6] for row in rows] == ["文件不在存储", "文件内容与登", ""]
    assert rows[0]["压缩包中的位置"] == ""


def test_names_lead_nowhere_else(scene: Scene, attach: Attach, storage: Folder) -> None:
    names = {
        "../../etc/passwd.pdf": "passwd.pdf",
        "C:\\windows\\系统.pdf": "系统.pdf",
        "合同\u202efdp.exe.pdf": "合同fdp.exe.pdf",
        "CON.pdf": "CON.pdf",
        "长" * 150 + ".pdf": "长" * 60 + ".pdf",
        "没有后缀": "没有后缀",
        "尾巴. .pdf": "尾巴.pdf",
    }
    for later, name in enumerate(names):
        attach(LIST, name, name.encode(), later=later)
    with opened(own(scene), storage) as archive:
        inside = [f"01-信用与制度/{number:03}-{name}" for number, name in enumerate(names.values(), 1)]
        assert archive.namelist()[:-2] == inside


def test_nothing_in_the_index_is_a_formula_or_a_tag(scene: Scene, attach: Attach, storage: Folder) -> None:
    attach(LIST, '=HYPERLINK("x").pdf', b"x", pages="<script>alert(1)</script>")
    with opened(own(scene), storage) as archive:
        sheet = openpyxl.load_workbook(io.BytesIO(archive.read("index.xlsx"))).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
        page = archive.read("index.html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_nothing_attached_is_an_index_that_says_so(scene: Scene, storage: Folder) -> None:
    with opened(own(scene), storage) as archive:
        assert archive.namelist() == ["index.xlsx", "index.html"]
        assert "没有佐证材料" in archive.read("index.html").decode()


def test_a_reviewer_takes_it_away_with_a_trace_and_without_names(scene: Scene, attach: Attach, storage: Folder) -> None:
    attach(LIST, "查询.pdf", b"record")
    scene.submit()
    attach(LIST, "后来.pdf", b"later")
    asked = {"assessment_id": scene.id, "locale": "zh", "now": scene.now}
    made = bundle(scene.session, actor=scene.first, **asked)  # type: ignore[arg-type]  # the arguments by name
    assert [line.use.name for line in made.lines] == ["查询.pdf"]
    with opened(made, storage) as archive:
        uploader = scene.session.get_one(Account, scene.lead.account_id).name
        assert table(archive)[0]["上传人"] == ""
        assert uploader not in archive.read("index.html").decode()
    told = [
        one.actor_id
        for one in scene.session.query(AuditEvent).filter_by(action="evidence.bundle-read", stream=scene.id.hex)
    ]
    assert told == [scene.first.account_id]
    with pytest.raises(NotFoundError):
        bundle(scene.session, actor=scene.lead, **asked)  # type: ignore[arg-type]  # likewise


def test_a_large_bundle_is_never_whole_in_memory(scene: Scene, attach: Attach, storage: Folder) -> None:
    for number in range(4):
        attach(LIST, f"{number}.pdf", bytes([number]) * 5_000_000, later=number)
    scene.session.execute(update(Evidence).values(removed_at=None))
    made = own(scene)
    tracemalloc.start()
    try:
        assert sum(map(len, pieces(made, storage))) > 0
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
