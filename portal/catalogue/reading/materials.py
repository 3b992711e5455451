"""Names of forms: "Sách", "Truyện tranh", "[electronic resource]"."""

from __future__ import annotations

from functools import lru_cache

from portal.catalogue.kinds import Material
from portal.catalogue.reading.words import folded

_WORDS = {
    Material.book: "sách, sách in, giáo trình, book, text, livre",
    Material.serial: "báo, tạp chí, báo tạp chí, ấn phẩm định kỳ, serial, periodical, journal,"
    " newspaper, magazine",
    Material.map: "bản đồ, map, atlas, cartographic",
    Material.sound: "âm thanh, đĩa tiếng, sách nói, audio, sound recording, audiobook, cd",
    Material.video: "phim, video, đĩa hình, videorecording, dvd, vcd",
    Material.score: "bản nhạc, nhạc, score, music score, printed music",
    Material.picture: "tranh ảnh, tranh, ảnh, picture, graphic, photograph",
    Material.comic: "truyện tranh, comic, comics, manga, bande dessinee",
    Material.ebook: "sách điện tử, điện tử, tài liệu số, ebook, e book, electronic resource,"
    " computer file, online resource",
    Material.braille: "sách chữ nổi, chữ nổi, braille",
    Material.kit: "bộ tài liệu, đồ chơi, trò chơi, kit, game, realia, bộ sưu tập",
}
_BY_WORD = {
    folded(word): material for material, words in _WORDS.items() for word in words.split(",")
}


@lru_cache(1024)
def material_named(text: str) -> Material | None:
    """The form a word names, brackets and ISBD marks aside; None when the word is unknown."""
    return _BY_WORD.get(folded(text))
