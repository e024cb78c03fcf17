"""Small files that are what they say: the least that every reader opens."""

import functools
import io
import zipfile
from collections.abc import Mapping

from PIL import Image

OFFICE = "application/vnd.openxmlformats-officedocument."
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def pdf(text: str = "a page", *, pages: int = 1, objects: tuple[str, ...] = (), catalog: str = "") -> bytes:
    """Make a PDF with a line on every page; `objects` follow as 10, 11, …, `catalog` adds to the catalog."""
    kids = " ".join(f"{20 + 2 * number} 0 R" for number in range(pages))
    parts = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        2: f"<</Type/Pages/Count {pages}/Kids[{kids}]>>",
        3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    parts |= {10 + number: one for number, one in enumerate(objects)}
    for number in range(pages):
        drawn = f"BT /F1 24 Tf 60 700 Td ({text} {number + 1}) Tj ET"
        font = "/Resources<</Font<</F1 3 0 R>>>>"
        parts[20 + 2 * number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{font}/Contents {21 + 2 * number} 0 R>>"
        )
        parts[21 + 2 * number] = f"<</Length {len(drawn)}>>\nstream\n{drawn}\nendstream"
    return assembled(parts)


def assembled(parts: Mapping[int, str]) -> bytes:
    """Write objects as a PDF with its table; the first is the catalog."""
    made, places = b"%PDF-1.4\n", {}
    for number, body in parts.items():
        places[number] = len(made)
        made += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(made)
    made += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        made += f"{number} 1\n{place:010} 00000 n \n".encode()
    return made + f"trailer\n<</Size {max(parts) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


@functools.cache
def picture(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    """Make a picture of one colour: `PNG` or `JPEG`."""
    made = io.BytesIO()
    Image.new("RGB", size, "#c8102e").save(made, kind, compress_level=1)
    return made.getvalue()


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """Pack parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


def content_types(part: str, kind: str) -> str:
    """Name the main part of a package and what it is."""
    override = f'<Override PartName="/{part}" ContentType="{OFFICE}{kind}.main+xml"/>'
    return f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{override}</Types>'


def docx_parts() -> dict[str, str | bytes]:
    """Give the parts of a text."""
    return {
        "[Content_Types].xml": content_types("word/document.xml", "wordprocessingml.document"),
        "word/document.xml": f"{HEAD}<document/>",
    }


def xlsx_parts() -> dict[str, str | bytes]:
    """Give the parts of a workbook."""
    return {
        "[Content_Types].xml": content_types("xl/workbook.xml", "spreadsheetml.sheet"),
        "xl/workbook.xml": f"{HEAD}<workbook/>",
    }


def ofd_parts() -> dict[str, str | bytes]:
    """Give the parts of an OFD file."""
    return {"OFD.xml": f"{HEAD}<OFD/>", "Doc_0/Document.xml": f"{HEAD}<Document/>"}


PDF = pdf()
PNG = picture("PNG")
JPEG = picture("JPEG")
DOCX = package(docx_parts())
XLSX = package(xlsx_parts())
OFD = package(ofd_parts())
