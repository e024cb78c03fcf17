"""A file is compared in the browser: the right one and a changed one, by the browser's own hash and by ours."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from assess.db import Database
from assess.reports import operations
from assess.reports.models import ReportStatus
from tests.browser.conftest import Site
from tests.browser.looking import look
from tests.factories.assessments import make_assessment
from tests.reports.samples import CLEAN, report

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
FILE = b"%PDF-1.7 " + bytes(range(256)) * 50
HASHES = """async (given) => {
  const ours = document.querySelector("script[src*='verify.js']").src.replace("verify.js", "sha256.js");
  const { hashInPieces, hashOf } = await import(ours);
  const found = [];
  for (const length of given) {
    const file = new Blob([new Uint8Array(length).map((_, at) => at * 7)]);
    found.push(await hashInPieces(file, 100), await hashInPieces(file), await hashOf(file));
  }
  return [...found, await hashInPieces(new Blob([]), 10), await hashInPieces(new Blob(["abc"]), 2)];
}"""
LENGTHS = (*range(50, 70), *range(115, 130), 1000, 65_537)


def keep(database: Database) -> str:
    """Store a report with its file; returns its code."""
    with database.write() as session:
        kept = operations.request_report(
            session,
            content=report(CLEAN, state="submitted"),
            assessment_id=make_assessment(session).id,
            submission_id=None,
            now=NOW,
        )
        kept.status, kept.content, kept.finished_at = ReportStatus.READY, None, NOW
        kept.file_key, kept.size = hashlib.sha256(FILE).hexdigest(), len(FILE)
        session.commit()
        return kept.code


def test_a_dropped_file_is_the_one_or_is_not(page: Page, site: Site, database: Database, tmp_path: Path) -> None:
    page.goto(f"{site.address}/verify")
    look(page)
    page.get_by_label("核验码").fill(keep(database).lower())
    page.keyboard.press("Enter")
    page.wait_for_url("**/verify/*")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    outcome = page.locator("[data-outcome]")
    right, wrong = tmp_path / "report.pdf", tmp_path / "changed.pdf"
    right.write_bytes(FILE)
    wrong.write_bytes(FILE[:-1] + b"\0")
    page.get_by_label("选择文件，或者拖到这里").set_input_files(right)
    expect(outcome).to_contain_text("一致：这就是本服务生成的 PDF 文件")
    expect(page.locator(".verify-file__same")).to_have_text("一致")
    look(page)
    drop(page, wrong.name, FILE[:-1] + b"\0")
    expect(outcome).to_contain_text("不一致")
    expect(page.locator(".verify-file__same")).to_have_text("不一致")
    assert [one for one in sent if not one.endswith("/icon.svg")] == []  # the file went nowhere
    expected = [hashlib.sha256(bytes(at * 7 % 256 for at in range(length))).hexdigest() for length in LENGTHS]
    vectors = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    ]
    assert page.evaluate(HASHES, LENGTHS) == [one for one in expected for _ in range(3)] + vectors


def drop(page: Page, name: str, content: bytes) -> None:
    """Drop a file on the zone as a mouse does."""
    script = """([name, bytes]) => {
      const carried = new DataTransfer();
      carried.items.add(new File([new Uint8Array(bytes)], name));
      const zone = document.querySelector("[data-drop]");
      zone.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
    }"""
    page.evaluate(script, [name, list(content)])
