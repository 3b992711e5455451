"""Whatever somebody sends as a photo, to one kind of picture: JPEG, upright, 3:4, no metadata.

Only what is decoded and encoded again is kept, so nothing that hid in the file lives on. The file's
name and declared type are never asked. Memory is bounded: by size and pixels before anything is
decoded, and large JPEGs are decoded at a fraction of their size.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NewType

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from portal.cards.photo_kinds import kind_of
from portal.refusals import Refusal

CardPhoto = NewType("CardPhoto", bytes)
"""A JPEG that `card_photo` made: nothing else is kept."""

SIZE: Final = (450, 600)
"""Pixels of every photo kept: 3:4 as on documents, 600 dots an inch when 19 mm wide."""

SMALLEST: Final = (180, 240)
"""Pixels that must be left of the picture after cropping; less is a blur on a card."""

MAX_BYTES: Final = 15_000_000
MAX_PIXELS: Final = 12_500_000
MAX_PIXELS_REDUCED: Final = 4 * MAX_PIXELS
"""What a phone takes at its finest: a large plain JPEG is decoded at half its size or less."""

_OPENERS: Final[Mapping[str, Callable[[io.BytesIO], Image.Image]]] = {
    "JPEG": JpegImageFile,
    "PNG": PngImageFile,
    "WEBP": WebPImageFile,
}
"""Named one by one, so that none of the many other decoders ever sees a stranger's file."""

_START_OF_SCAN: Final = b"\xff\xda"
_MAX_SCANS: Final = 100
"""Each pass of a progressive JPEG costs time; encoders make ten of them."""

_QUALITY: Final = 85
_FACE: Final = (0.5, 0.4)
"""The part kept when cropping: the middle, and a little above it, where a face is."""

_ORIENTATION: Final = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

_DAMAGE: Final = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, AttributeError,
    OverflowError, MemoryError, NotImplementedError, struct.error, zlib.error,
)  # fmt: skip
"""Pillow raises whatever the damage runs into."""


class PhotoTrouble(StrEnum):
    """Why a file is no photo for a card."""

    empty = "empty"
    too_large = "too_large"  # bytes
    wrong_kind = "wrong_kind"  # a picture or document of another kind, named in `detail`
    not_a_photo = "not_a_photo"
    too_many_pixels = "too_many_pixels"
    too_small = "too_small"
    animated = "animated"
    damaged = "damaged"


@dataclass(eq=False)
class PhotoRefused(Refusal):
    """The file is not taken. `detail` holds a kind or figures, not sentences."""

    trouble: PhotoTrouble
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.trouble}: {self.detail}" if self.detail else str(self.trouble)


def card_photo(content: bytes) -> CardPhoto:
    """The photo of a card as JPEG of `SIZE`. Raises `PhotoRefused`."""
    if not content:
        raise PhotoRefused(PhotoTrouble.empty)
    if len(content) > MAX_BYTES:
        raise PhotoRefused(PhotoTrouble.too_large, f"{len(content)} > {MAX_BYTES}")
    kind = kind_of(content)
    if kind not in _OPENERS:
        raise PhotoRefused(PhotoTrouble.wrong_kind if kind else PhotoTrouble.not_a_photo, kind)
    if kind == "JPEG" and content.count(_START_OF_SCAN) > _MAX_SCANS:
        raise PhotoRefused(PhotoTrouble.damaged, "scans")
    try:
        return _encoded(_cropped(_upright(_decoded(content, kind))))
    except Image.DecompressionBombError as error:
        raise PhotoRefused(PhotoTrouble.too_many_pixels) from error
    except _DAMAGE as error:
        raise PhotoRefused(PhotoTrouble.damaged, type(error).__name__) from error


def _decoded(content: bytes, kind: str) -> Image.Image:
    """The whole picture, a JPEG at the least size that is enough.

    A second picture that a phone hides behind a JPEG (MPO) is not looked at.
    """
    image = _OPENERS[kind](io.BytesIO(content))
    size = f"{image.width}×{image.height}"
    reduced = kind == "JPEG" and _can_be_reduced(image)
    if image.width * image.height > (MAX_PIXELS_REDUCED if reduced else MAX_PIXELS):
        raise PhotoRefused(PhotoTrouble.too_many_pixels, size)
    if getattr(image, "is_animated", False):
        raise PhotoRefused(PhotoTrouble.animated)
    if min(image.size) < SMALLEST[0] or max(image.size) < SMALLEST[1]:
        raise PhotoRefused(PhotoTrouble.too_small, size)
    image.draft("RGB", (max(SIZE), max(SIZE)))
    image.load()
    return image


def _can_be_reduced(image: Image.Image) -> bool:
    """Whether a JPEG is decoded small: not one in passes, nor one so narrow that all is needed."""
    return not image.info.get("progressive") and min(image.size) >= 2 * max(SIZE)


def _upright(image: Image.Image) -> Image.Image:
    """Small enough to work with, and turned as the camera was held."""
    turn = _TURNS.get(_orientation(image))
    factor = max(min(image.size) // (2 * max(SIZE)), 1)
    if image.mode not in ("RGB", "RGBA"):
        if image.mode.startswith(("I", "F")):
            raise PhotoRefused(PhotoTrouble.wrong_kind, f"{image.format} {image.mode}")
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image = image.reduce(factor) if factor > 1 else image
    return image.transpose(turn) if turn is not None else image


def _orientation(image: Image.Image) -> int:
    """How the camera was held, upright when the file does not say or says nonsense."""
    try:
        held = image.getexif().get(_ORIENTATION, 1)
    except _DAMAGE:
        return 1
    return held if isinstance(held, int) else 1


def _cropped(image: Image.Image) -> Image.Image:
    """3:4 and of one size, on white where the picture is transparent."""
    kept = min(image.width, image.height * SIZE[0] / SIZE[1])
    if kept < SMALLEST[0]:
        raise PhotoRefused(PhotoTrouble.too_small, f"{image.width}×{image.height}")
    image = ImageOps.fit(image, SIZE, Image.Resampling.LANCZOS, centering=_FACE)
    # A new picture: what Pillow read beside the pixels stays behind.
    fresh = Image.new("RGB", SIZE, "white")
    fresh.paste(image, mask=image if image.mode == "RGBA" else None)
    return fresh


def _encoded(image: Image.Image) -> CardPhoto:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return CardPhoto(out.getvalue())
