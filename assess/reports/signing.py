"""The only door to pyHanko: an operator's certificate signs finished PDF files (PAdES-B-B).

The signature is an incremental update: every byte of the file it signs stays where it was, tags and attachments
included. It takes no space on a page: its field lies outside of the paper, as PDF/UA and PDF/A ask of
what is not to be seen.
"""

import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import structlog
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from assess.config import Settings
from assess.reports.orders import Format, Order

FIELD: Final = "AssessSignature"
SIGNED: Final[frozenset[Format]] = frozenset({"pdf", "pdfa"})
"""What takes a signature inside of it; the others are confirmed by their hash alone."""

SOON: Final = timedelta(days=30)
_UNSIGNED: Final = frozenset({"draft", "trial", "reviewing"})
_log = structlog.get_logger()


class CertificateError(ValueError):
    """The operator's certificate cannot sign; says why in one line, in both languages."""

    def __init__(self, chinese: str, english: str) -> None:
        """Say what is wrong with it.

        Args:
            chinese: In Chinese.
            english: The same in English.
        """
        super().__init__(f"签名证书（ASSESS_SIGNING_CERTIFICATE）{chinese} (the signing certificate {english})")


@dataclass(frozen=True, slots=True)
class Signer:
    """An operator's certificate with its private key, in one PKCS#12 file."""

    data: bytes = field(repr=False)
    password: bytes | None = field(repr=False)
    subject: str
    starts: datetime
    expires: datetime

    def valid(self, now: datetime) -> bool:
        """Say whether the certificate may sign at an instant."""
        return self.starts <= now < self.expires

    def sign(self, pdf: bytes, *, now: datetime) -> bytes:
        """Sign a file.

        Args:
            pdf: The finished file.
            now: The instant that the signature names.
        """
        return _signed(pdf, self.data, self.password, now)


def open_signer(settings: Settings) -> Signer | None:
    """Read the certificate that was set up, if one was.

    Raises:
        CertificateError: There is no such file, the password is wrong, or a part is missing.
    """
    path = settings.signing_certificate
    return None if path is None else _open(path, settings.signing_password)


def checked(settings: Settings, now: datetime) -> None:
    """Refuse a certificate that cannot sign, and warn of one that soon cannot.

    Raises:
        CertificateError: It cannot be read, or not be used today.
    """
    signer = open_signer(settings)
    if signer is None:
        return
    if not signer.valid(now):
        until = f"{signer.starts:%Y-%m-%d} – {signer.expires:%Y-%m-%d}"
        raise CertificateError(f"不在有效期内：{until}", f"is valid {until} only")
    if signer.expires - now < SOON:
        _log.warning("reports.certificate-expires", subject=signer.subject, on=signer.expires.date().isoformat())


def wanted(order: Order) -> bool:
    """Say whether a report is one that is signed: not one that is still to change, and not one for reviewers alone."""
    return order.format in SIGNED and order.content.state not in _UNSIGNED


def applied(signer: Signer | None, order: Order, made: bytes, now: datetime) -> tuple[bytes, str | None]:
    """Sign a file that is to be signed.

    A certificate that ran out while the service was running stops no report: it goes out unsigned, and the log says so.

    Returns:
        The file, and whose certificate it carries; None where it carries none.
    """
    if signer is None or not wanted(order):
        return made, None
    if not signer.valid(now):
        _log.error("reports.certificate-over", subject=signer.subject, on=signer.expires.date().isoformat())
        return made, None
    return signer.sign(made, now=now), signer.subject


def _open(path: Path, password: str) -> Signer:
    secret = password.encode() or None
    try:
        data = path.read_bytes()
    except OSError:
        raise CertificateError(f"读不到：{path}", f"cannot be read: {path}") from None
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(data, secret)
    except ValueError:
        raise CertificateError(
            "打不开：口令不对，或者不是 PKCS#12 文件", "cannot be opened: wrong password, or no PKCS#12 file"
        ) from None
    except UnsupportedAlgorithm:
        raise _unusable() from None
    if key is None or certificate is None:
        raise CertificateError("文件里没有证书或者没有私钥", "file lacks the certificate or its private key")
    if not isinstance(key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)):
        raise _unusable()
    return Signer(
        data=data,
        password=secret,
        subject=_subject(certificate),
        starts=certificate.not_valid_before_utc,
        expires=certificate.not_valid_after_utc,
    )


def _unusable() -> CertificateError:
    """Refuse a key whose signatures could not be made with SHA-256: every report would fail over it."""
    return CertificateError(
        "的密钥不能用：只支持 RSA 和 ECDSA，不支持国密 SM2 和 Ed25519",
        "has a key that cannot be used: RSA and ECDSA only, neither SM2 nor Ed25519",
    )


def _subject(certificate: x509.Certificate) -> str:
    """Name whose certificate it is: the organisation and what it is called, else the whole name."""
    parts = [
        str(one.value)
        for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)
        for one in certificate.subject.get_attributes_for_oid(kind)
    ]
    return " · ".join(dict.fromkeys(parts)) or certificate.subject.rfc4514_string()


def _signed(pdf: bytes, data: bytes, password: bytes | None, now: datetime) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - see below
    from pyhanko.sign import signers  # noqa: PLC0415 - only who signs waits half a second for it
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter  # noqa: PLC0415 - likewise

    class Timed(signers.PdfSigner):
        """Names the instant it is given, not the one it reads from the machine's clock."""

        def init_signing_session(self, *given: Any, **more: Any) -> Any:  # noqa: ANN401 - pyHanko's signature
            session = super().init_signing_session(*given, **more)
            session.system_time = now
            return session

    place = SigFieldSpec(FIELD, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True))
    meta = signers.PdfSignatureMetadata(field_name=FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    signer = Timed(meta, signers.SimpleSigner.load_pkcs12_data(data, (), password), new_field_spec=place)
    out = io.BytesIO()
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out)
    return out.getvalue()
