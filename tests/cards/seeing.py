"""What a reader that shares no code with the portal sees in a picture or a page."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import typst
import zxingcpp
from PIL import Image

CODE128 = zxingcpp.BarcodeFormat.Code128
QR = zxingcpp.BarcodeFormat.QRCode


def drawn(svg: str, width_mm: float, height_mm: float, *, dpi: int = 300) -> Image.Image:
    """An SVG as a picture of that size, drawn by a program that does not know what it shows."""
    page = (
        f"#set page(width: {width_mm}mm, height: {height_mm}mm, margin: 0mm)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%, fit: "stretch")'
    )
    png = typst.compile(page.encode(), format="png", ppi=dpi, sys_inputs={"svg": svg})
    assert isinstance(png, bytes)
    return Image.open(io.BytesIO(png)).convert("L")


def codes(picture: Image.Image) -> list[tuple[zxingcpp.BarcodeFormat, str]]:
    """Every code in a picture, from top to bottom."""
    found = zxingcpp.read_barcodes(picture)
    found = sorted(found, key=lambda code: (code.position.top_left.y, code.position.top_left.x))
    return [(code.format, code.text) for code in found]


def pages(pdf: bytes, *, dpi: int = 300) -> list[Image.Image]:
    """Each page as PDFium shows it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil() for page in document]


def sizes_mm(pdf: bytes) -> list[tuple[float, float]]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [(page.get_width() / 72 * 25.4, page.get_height() / 72 * 25.4) for page in document]


def texts(pdf: bytes) -> list[str]:
    """What copying all of each page gives, as one line."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def keep(pdf: bytes, folder: Path, name: str) -> None:
    """Lay the pages down as PNG files, for somebody to look at."""
    for number, page in enumerate(pages(pdf), start=1):
        page.save(folder / f"{name}-{number}.png")
