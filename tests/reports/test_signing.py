"""An operator's certificate: checked at the start, put under finished reports, broken by any change."""

import dataclasses
import io
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from structlog.testing import capture_logs

from assess.config import Settings, load_settings
from assess.db import Database
from assess.jobs.runner import Runner
from assess.reports import html, operations, pdf, signing
from assess.reports.handlers import handlers
from assess.reports.models import Report, ReportStatus
from assess.reports.orders import Order
from assess.reports.signing import CertificateError, Signer
from assess.storage import Folder
from tests.factories.assessments import make_assessment
from tests.reports import reading
from tests.reports.samples import CLEAN, report
from tests.reports.test_operations import FakePool

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PASSWORD = "口令 of the test"
DAY = timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Operator:
    """Whoever runs the service: a certificate authority of their own, and what it certified."""

    root: Path
    file: Path

    def settings(self, password: str = PASSWORD) -> Settings:
        return load_settings({"ASSESS_SIGNING_CERTIFICATE": str(self.file), "ASSESS_SIGNING_PASSWORD": password})

    def signer(self) -> Signer:
        made = signing.open_signer(self.settings())
        assert made is not None
        return made


def name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "临沂市知识产权局"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def certificate(
    subject: str, issuer: str, key: ec.EllipticCurvePrivateKey, by: ec.EllipticCurvePrivateKey, *, days: int, ca: bool
) -> x509.Certificate:
    usage = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement"), False)
    usage |= {"content_commitment": not ca, "crl_sign": ca, "encipher_only": False, "decipher_only": False}
    return (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - 400 * DAY)
        .not_valid_after(NOW + days * DAY)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, key_cert_sign=ca, **usage), critical=True)
        .sign(by, hashes.SHA256())
    )


def make_operator(folder: Path, *, days: int = 365) -> Operator:
    """Make an authority and a certificate of theirs, as PKCS#12 with a password."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = certificate("测试根证书", "测试根证书", root_key, root_key, days=9000, ca=True)
    own = certificate("自评服务电子签章", "测试根证书", key, root_key, days=days, ca=False)
    made = Operator(root=folder / "root.der", file=folder / f"signing-{days}.p12")
    made.root.write_bytes(root.public_bytes(Encoding.DER))
    made.file.write_bytes(
        pkcs12.serialize_key_and_certificates(b"assess", key, own, [root], BestAvailableEncryption(PASSWORD.encode()))
    )
    return made


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Operator:
    return make_operator(tmp_path_factory.mktemp("operator"))


@pytest.fixture(scope="module")
def plain() -> bytes:
    return pdf.render(html.render(report(CLEAN, state="submitted")))


@pytest.fixture(scope="module")
def signed(operator: Operator, plain: bytes) -> bytes:
    return operator.signer().sign(plain, now=NOW)


def status(data: bytes, operator: Operator) -> Any:  # noqa: ANN401 - pyHanko's status
    """Have a validator that trusts the operator's authority alone look at the one signature of a file."""
    load: Any = load_cert_from_pemder  # pyHanko's own types leave it out
    context = ValidationContext(trust_roots=[load(str(operator.root))], moment=NOW)
    (signature,) = PdfFileReader(io.BytesIO(data)).embedded_signatures
    return validate_pdf_signature(signature, context)


def test_a_signed_report_is_valid_whole_and_trusted(operator: Operator, signed: bytes) -> None:
    found = status(signed, operator)
    assert (found.intact, found.valid, found.trusted, found.bottom_line) == (True, True, True, True)
    assert found.coverage.name == "ENTIRE_FILE"
    assert found.signer_reported_dt == NOW
    assert found.md_algorithm == "sha256"
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.field_name == signing.FIELD


def test_a_stranger_s_authority_does_not_trust_it(signed: bytes, tmp_path: Path) -> None:
    found = status(signed, make_operator(tmp_path))
    assert (found.intact, found.trusted, found.bottom_line) == (True, False, False)


def test_one_byte_changed_breaks_it(operator: Operator, plain: bytes, signed: bytes) -> None:
    at = plain.index(b"stream") + 40
    tampered = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    found = status(tampered, operator)
    assert (found.intact, found.bottom_line) == (False, False)


def test_what_is_added_afterwards_is_seen(operator: Operator, signed: bytes) -> None:
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(signed))
    writer.root["/Lang"] = TextStringObject("fr")
    writer.update_root()
    changed = io.BytesIO()
    writer.write(changed)
    found = status(changed.getvalue(), operator)
    assert (found.coverage.name, found.bottom_line) == ("ENTIRE_REVISION", False)


def test_the_file_below_stays_as_it_was(plain: bytes, signed: bytes, tmp_path: Path) -> None:
    assert signed.startswith(plain)
    assert len(signed) - len(plain) < 20_000
    place = tmp_path / "signed.pdf"
    place.write_bytes(signed)
    run = subprocess.run(["qpdf", "--check", str(place)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert reading.pages(signed) == reading.pages(plain)
    root: Any = reading.reader(signed).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    (field,) = root["/AcroForm"]["/Fields"]
    left, bottom, right, top = (float(one) for one in field.get_object()["/Rect"])
    assert (left, bottom) == (right, top)
    assert max(right, top) < 0  # no reader is told of a field that is not to be seen


@pytest.mark.parametrize(
    ("state", "format_", "wanted"),
    [
        ("submitted", "pdf", True),
        ("submitted", "pdfa", True),
        ("submitted", "docx", False),
        ("draft", "pdf", False),
        ("trial", "pdf", False),
        ("reviewing", "pdf", False),
    ],
)
def test_only_finished_reports_are_signed(*, state: Any, format_: Any, wanted: bool) -> None:  # noqa: ANN401 - literals
    content = dataclasses.replace(report(CLEAN), state=state)
    assert signing.wanted(Order(content=content, format=format_)) is wanted


def made(database: Database, storage: Folder, signer: Signer | None, *, draft: bool = False) -> Report:
    """Have one report made as the service does, its layout aside."""
    with database.write() as session:
        content = report(CLEAN, state="draft" if draft else "submitted")
        asked = operations.request_report(
            session, content=content, assessment_id=make_assessment(session).id, submission_id=None, now=NOW
        )
        report_id = asked.id
        session.commit()
    known = handlers(Bare(), storage, "http://assess.test/verify/", signer)
    assert Runner(database, known, lambda: NOW).run_due() == 1
    with database.read() as session:
        return session.get_one(Report, report_id)


class Bare(FakePool):
    """Makes the smallest file that can be signed."""

    def render(self, order: Order) -> bytes:
        del order
        return SMALL


SMALL = pdf.render("<html lang='zh-CN'><title>〇</title><body>〇")


def test_the_service_signs_and_says_whose_certificate_it_was(
    database: Database, storage: Folder, operator: Operator
) -> None:
    kept = made(database, storage, operator.signer())
    assert kept.status is ReportStatus.READY
    assert (kept.confirms or {})["signed_by"] == "临沂市知识产权局 · 自评服务电子签章"
    assert (kept.confirms or {})["state"] == "submitted"
    with storage.open(kept.file_key or "") as file:
        data = file.read()
    assert status(data, operator).bottom_line is True
    assert kept.size == len(data)


def test_drafts_and_services_without_a_certificate_sign_nothing(
    database: Database, storage: Folder, operator: Operator
) -> None:
    for signer, draft in ((operator.signer(), True), (None, False)):
        kept = made(database, storage, signer, draft=draft)
        assert "signed_by" not in (kept.confirms or {})
        assert storage.path(kept.file_key or "").read_bytes() == SMALL


def test_a_certificate_that_ran_out_stops_no_report(database: Database, storage: Folder, tmp_path: Path) -> None:
    over = dataclasses.replace(make_operator(tmp_path).signer(), expires=NOW)
    with capture_logs() as logs:
        kept = made(database, storage, over)
    assert "signed_by" not in (kept.confirms or {})
    assert [one["event"] for one in logs if one["log_level"] == "error"] == ["reports.certificate-over"]


def test_a_certificate_is_checked_before_the_first_report(operator: Operator, tmp_path: Path) -> None:
    signing.checked(operator.settings(), NOW)
    signing.checked(load_settings({}), NOW)
    nothing = tmp_path / "nothing.p12"
    nothing.write_bytes(b"no PKCS#12")
    missing = dataclasses.replace(operator, file=tmp_path / "missing.p12")
    for settings, words in (
        (operator.settings("wrong"), "口令不对"),
        (dataclasses.replace(operator, file=nothing).settings(), "口令不对"),
        (missing.settings(), "读不到"),
        (make_operator(tmp_path, days=-1).settings(), "不在有效期内：2025-10-18 – 2026-11-21"),
    ):
        with pytest.raises(CertificateError, match=words) as caught:
            signing.checked(settings, NOW)
        assert "signing certificate" in str(caught.value)


def test_a_certificate_without_its_key_is_refused(operator: Operator, tmp_path: Path) -> None:
    loaded = x509.load_der_x509_certificate(operator.root.read_bytes())
    place = tmp_path / "no-key.p12"
    place.write_bytes(
        pkcs12.serialize_key_and_certificates(None, None, None, [loaded], BestAvailableEncryption(PASSWORD.encode()))
    )
    with pytest.raises(CertificateError, match="没有私钥"):
        signing.checked(dataclasses.replace(operator, file=place).settings(), NOW)


def test_a_key_that_signs_otherwise_is_refused_before_any_report_fails(
    operator: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    made = x509.CertificateBuilder().subject_name(name("甲")).issuer_name(name("甲")).public_key(key.public_key())
    own = made.serial_number(1).not_valid_before(NOW - DAY).not_valid_after(NOW + 400 * DAY).sign(key, None)
    place, lock = tmp_path / "ed25519.p12", BestAvailableEncryption(PASSWORD.encode())
    place.write_bytes(pkcs12.serialize_key_and_certificates(None, key, own, None, lock))
    with pytest.raises(CertificateError, match="只支持 RSA 和 ECDSA"):
        signing.checked(dataclasses.replace(operator, file=place).settings(), NOW)

    def unknown(*_given: object) -> None:
        raise UnsupportedAlgorithm("Curve 1.2.156.10197.1.301 is not supported")  # what SM2 comes to

    monkeypatch.setattr(pkcs12, "load_key_and_certificates", unknown)
    with pytest.raises(CertificateError, match="国密 SM2"):
        signing.checked(operator.settings(), NOW)


def test_whoever_runs_it_is_warned_a_month_before(tmp_path: Path) -> None:
    for days, warned in ((29, 1), (31, 0)):
        with capture_logs() as logs:
            signing.checked(make_operator(tmp_path, days=days).settings(), NOW)
        assert [one["event"] for one in logs] == ["reports.certificate-expires"] * warned


def test_nothing_of_the_key_is_shown(operator: Operator) -> None:
    assert PASSWORD not in repr(operator.signer())
    assert "data=" not in repr(operator.signer())
    assert PASSWORD not in repr(operator.settings())
