"""Photos as phones and mischief send them: one kind of picture comes out, or a named refusal."""

from __future__ import annotations

import io
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from portal.cards.photo_texts import photo_text
from portal.cards.photos import MAX_BYTES, SIZE, PhotoRefused, PhotoTrouble, card_photo

ROOT = Path(__file__).parents[2]
RED, GREEN, BLUE = (220, 20, 20), (20, 200, 20), (20, 20, 220)


def picture(width: int = 900, height: int = 1200, mode: str = "RGB") -> Image.Image:
    """Red on top, green below, a blue stripe on the left: which way is up can be told."""
    image = Image.new("RGB", (width, height), GREEN)
    image.paste(RED, (0, 0, width, height // 2))
    image.paste(BLUE, (0, 0, width // 4, height))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(card_photo(content)))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", SIZE)
    return image


def is_upright(image: Image.Image) -> bool:
    return (
        near(image.getpixel((300, 100)), RED)
        and near(image.getpixel((300, 500)), GREEN)
        and near(image.getpixel((30, 300)), BLUE)
    )


def near(found: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 12 for one, other in zip(found, wanted, strict=True))


def trouble(content: bytes) -> PhotoTrouble:
    with pytest.raises(PhotoRefused) as refused:
        card_photo(content)
    return refused.value.trouble


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGB"), ("PNG", "RGBA"),
     ("PNG", "P"), ("PNG", "L"), ("PNG", "1"), ("WEBP", "RGB"), ("WEBP", "RGBA")],
)  # fmt: skip
def test_the_usual_kinds_become_one(kind: str, mode: str) -> None:
    image = opened(encoded(picture(mode=mode), kind))
    assert mode in ("L", "1") or is_upright(image)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_turned_as_the_camera_was_held(kind: str, orientation: int) -> None:
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the transpositions that undo each
    image = picture()
    if orientation in back:
        image = image.transpose(Image.Transpose(back[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert is_upright(opened(encoded(image, kind, exif=exif)))


@pytest.mark.parametrize(
    "size", [(4000, 3000), (3000, 4000), (180, 240), (1080, 1080), (500, 3000)]
)
def test_any_shape_is_cropped_and_not_stretched(size: tuple[int, int]) -> None:
    image = Image.new("RGB", size, RED)
    side = min(size) // 4
    image.paste(BLUE, box := around(size, side))
    out = opened(encoded(image, quality=95))
    blue = sum(near(out.getpixel((x, 300)), BLUE) for x in range(SIZE[0]))
    scale = SIZE[0] / min(size[0], size[1] * 3 / 4)
    assert blue == 0 or abs(blue - (box[2] - box[0]) * scale) < 12


def around(size: tuple[int, int], side: int) -> tuple[int, int, int, int]:
    x, y = size[0] // 2, size[1] * 2 // 5
    return x - side // 2, y - side // 2, x + side // 2, y + side // 2


def test_what_is_transparent_becomes_white() -> None:
    assert near(
        opened(encoded(Image.new("RGBA", (600, 800), (0, 0, 0, 0)), "PNG")).getpixel((9, 9)),
        (255, 255, 255),
    )


def test_nothing_but_the_picture_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Lan"
    exif.get_ifd(0x8825)[2] = (21.0, 1.0, 40.0)
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Camera of Lan")
    comment = encoded(picture(), exif=exif, comment=b"Camera of Lan", icc_profile=b"Camera of Lan")
    for content in (
        comment,
        comment + b"Camera of Lan",
        encoded(picture(), "PNG", pnginfo=text, exif=exif),
    ):
        made: bytes = card_photo(content)
        assert b"Lan" not in made
        assert segments(made) <= {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}  # JFIF, tables, frame, scan
    assert len(made) < 60_000


def segments(jpeg: bytes) -> set[int]:
    """The markers before the pixels begin."""
    at, found = 2, set()
    while jpeg[at] == 0xFF and 0xDA not in found:
        found.add(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return found


def test_a_second_picture_behind_the_photo_is_left_behind() -> None:
    content = encoded(
        picture(), "MPO", save_all=True, append_images=[Image.new("RGB", (90, 90), BLUE)]
    )
    assert is_upright(opened(content))


def test_kinds_that_are_no_photo_are_named() -> None:
    kinds = {
        b"%PDF-1.7\n1 0 obj": "PDF",
        b'<?xml version="1.0"?><svg onload="alert(1)"><script/></svg>': "SVG",
        b"\xef\xbb\xbf <SVG/>": "SVG",
        b"<!DOCTYPE html><script>": "HTML",
        encoded(picture(), "GIF"): "GIF",
        encoded(picture(), "TIFF"): "TIFF",
        encoded(picture(), "BMP"): "BMP",
        encoded(picture(), "AVIF"): "AVIF",
        b"\0\0\0\x18ftypheic\0\0\0\0": "HEIC",
        b"\0\0\0\x18ftypisom\0\0\0\0": "video",
    }
    for content, kind in kinds.items():
        with pytest.raises(PhotoRefused) as refused:
            card_photo(content)
        assert (refused.value.trouble, refused.value.detail) == (PhotoTrouble.wrong_kind, kind)


def test_a_moving_picture_is_refused() -> None:
    frames = [Image.new("RGB", (600, 800), colour) for colour in (RED, BLUE)]
    for kind in ("PNG", "WEBP"):
        assert (
            trouble(encoded(frames[0], kind, save_all=True, append_images=frames[1:])) == "animated"
        )


def test_too_little_is_refused() -> None:
    assert trouble(b"") == "empty"
    assert trouble(b"no picture at all") == "not_a_photo"
    assert trouble(encoded(picture(179, 240))) == "too_small"
    assert trouble(encoded(picture(4000, 200))) == "too_small"
    assert trouble(encoded(picture(9000, 20))) == "too_small"


def test_sixteen_bits_of_grey_are_not_guessed_at() -> None:
    assert trouble(encoded(Image.new("I;16", (600, 800)), "PNG")) == "wrong_kind"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_photo_is_refused(kind: str, share: float) -> None:
    noise = Image.effect_noise((900, 1200), 80).convert("RGB")
    content = encoded(noise, kind)
    assert trouble(content[: int(len(content) * share)]) == "damaged"


def test_bombs_are_refused_before_they_go_off() -> None:
    assert trouble(b"\xff\xd8\xff" + bytes(40_000_000)) == "too_large"
    assert len(huge_png(20_000)) < MAX_BYTES
    assert trouble(huge_png(20_000)) == "too_many_pixels"
    jpeg = bytearray(encoded(picture()))
    frame = jpeg.index(b"\xff\xc0")
    jpeg[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"
    assert trouble(bytes(jpeg)) == "too_many_pixels"
    assert trouble(encoded(Image.new("RGB", (60_000, 300)))) == "too_many_pixels"  # needed whole
    assert trouble(encoded(picture(), progressive=True) + b"\xff\xda\0\x02" * 200) == "damaged"


def huge_png(side: int) -> bytes:
    """A blank picture of side × side that weighs next to nothing."""
    squeeze = zlib.compressobj(9)
    row = bytes(side + 1)
    pixels = b"".join(squeeze.compress(row) for _row in range(side)) + squeeze.flush()
    size = side.to_bytes(4, "big")
    parts = [(b"IHDR", size + size + b"\x08\0\0\0\0"), (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
        for name, body in parts
    )


HEAVIEST = """
import re, sys
from pathlib import Path
from portal.cards.photo_texts import photo_text
from portal.cards.photos import PhotoRefused, card_photo

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024

content = sys.stdin.buffer.read()
before = peak()
try:
    card_photo(content)
except PhotoRefused:
    pass
print(peak() - before)
"""


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (lambda: encoded(Image.new("RGB", (8160, 6120), RED)), 20),
        (lambda: encoded(Image.new("RGB", (3500, 3500), RED), progressive=True), 60),
        (lambda: encoded(Image.new("RGBA", (3500, 3500), RED), "PNG"), 120),
        (lambda: encoded(Image.new("P", (3500, 3500)), "PNG"), 80),
        (lambda: encoded(Image.new("RGBA", (3500, 3500), RED), "WEBP"), 210),
        (lambda: huge_png(20_000), 10),
    ],
    ids=["50 million pixels", "in passes", "transparent", "palette", "WebP", "bomb"],
)
def test_memory_is_bounded(make: Callable[[], bytes], most: int) -> None:
    """Megabytes that the heaviest photos of each kind need above what the process has."""
    done = subprocess.run(
        [sys.executable, "-c", HEAVIEST], input=make(), capture_output=True, check=True, cwd=ROOT
    )
    assert int(done.stdout) < most


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBP"]),
)
@settings(max_examples=300)
def test_any_bytes_get_an_answer(content: bytes, beginning: bytes) -> None:
    with pytest.raises(PhotoRefused):
        card_photo(beginning + content)


HITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8)
SIDEWAYS = Image.Exif()
SIDEWAYS[0x0112] = 6
SOUND = [
    *(encoded(picture(300, 400), kind, exif=SIDEWAYS) for kind in ("JPEG", "PNG", "WEBP")),
    encoded(picture(300, 400), progressive=True),
    encoded(picture(300, 400), "MPO", save_all=True, append_images=[picture(90, 90)]),
    encoded(picture(300, 400), "PNG", save_all=True, append_images=[Image.new("RGB", (300, 400))]),
]


@pytest.mark.filterwarnings("ignore::UserWarning:PIL.TiffImagePlugin")  # of what is not kept
@pytest.mark.filterwarnings("ignore::UserWarning:PIL.PngImagePlugin")
@given(st.sampled_from(SOUND), HITS)
@settings(max_examples=600)
def test_any_damage_gets_an_answer(sound: bytes, hits: list[tuple[float, int]]) -> None:
    content = bytearray(sound)
    for where, byte in hits:
        content[int(where * (len(content) - 1))] = byte
    try:
        made = card_photo(bytes(content))
    except PhotoRefused:
        return
    assert Image.open(io.BytesIO(made)).size == SIZE


def test_every_refusal_says_what_to_send_instead() -> None:
    texts = {photo_text(PhotoRefused(trouble, "PDF")) for trouble in PhotoTrouble}
    assert len(texts) == len(PhotoTrouble)
    assert "Đây là tệp PDF" in photo_text(PhotoRefused(PhotoTrouble.wrong_kind, "PDF"))
