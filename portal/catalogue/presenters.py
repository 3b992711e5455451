"""What the screen calls things of the catalogue: roles, languages, volumes, states. Texts only."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale

from portal.catalogue.browse import NameEntry
from portal.catalogue.kinds import AgentKind, Material, Role
from portal.catalogue.models import Record
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.i18n import locale_code
from portal.vietnamese import sort_key
from portal.vietnamese.names import name_parts

# ISO 639-2/B, as MARC has it, to the two letters that browsers and CLDR know.
LANG = {
    "vie": "vi", "eng": "en", "fre": "fr", "fra": "fr", "rus": "ru", "chi": "zh", "zho": "zh",
    "jpn": "ja", "kor": "ko", "ger": "de", "deu": "de", "spa": "es", "ita": "it", "por": "pt",
    "lao": "lo", "khm": "km", "tha": "th", "may": "ms", "msa": "ms", "ind": "id", "bur": "my",
    "mya": "my", "lat": "la", "gre": "el", "ell": "el", "ara": "ar", "hin": "hi", "san": "sa",
    "pli": "pi", "pol": "pl", "cze": "cs", "ces": "cs", "hun": "hu", "rum": "ro", "ron": "ro",
    "bul": "bg", "dut": "nl", "nld": "nl", "swe": "sv", "nor": "no", "dan": "da", "fin": "fi",
    "tur": "tr", "ukr": "uk", "mon": "mn", "heb": "he", "per": "fa", "epo": "eo", "tib": "bo",
}  # fmt: skip


def lang_attribute(code: str | None) -> str:
    """The value of `lang` for a title in a language; "" for Vietnamese and for the unknown."""
    found = LANG.get(code or "", "")
    return "" if found == "vi" else found


def language_text(code: str | None) -> str:
    """«Tiếng Anh» for "eng"; "" for none, the code itself where nobody named the language."""
    if not code or code == "und":
        return ""
    if code == "mul":
        return _("Nhiều thứ tiếng")
    return _language_names(locale_code()).get(LANG.get(code, code), code)


@lru_cache
def _language_names(locale: str) -> Mapping[str, str]:
    return dict(Locale.parse(locale).languages)


_MATERIALS = {
    Material.book: _l("Sách"),
    Material.serial: _l("Báo, tạp chí"),
    Material.map: _l("Bản đồ"),
    Material.sound: _l("Tài liệu nghe"),
    Material.video: _l("Phim, băng hình"),
    Material.score: _l("Bản nhạc"),
    Material.picture: _l("Tranh, ảnh"),
    Material.comic: _l("Truyện tranh"),
    Material.ebook: _l("Sách điện tử"),
    Material.braille: _l("Sách chữ nổi"),
    Material.kit: _l("Bộ tài liệu nhiều dạng"),
}


def material_text(material: Material) -> str:
    return str(_MATERIALS[material])


_ROLES = {
    Role.author: _l("Tác giả"),
    Role.translator: _l("Người dịch"),
    Role.editor: _l("Chủ biên"),
    Role.compiler: _l("Người biên soạn"),
    Role.collector: _l("Người sưu tầm"),
    Role.illustrator: _l("Người minh họa"),
    Role.introducer: _l("Người giới thiệu"),
    Role.reviser: _l("Người hiệu đính"),
    Role.composer: _l("Nhạc sĩ"),
    Role.photographer: _l("Người chụp ảnh"),
    Role.narrator: _l("Người đọc"),
    Role.adapter: _l("Người phóng tác"),
    Role.contributor: _l("Người tham gia"),
}


def role_text(role: Role) -> str:
    return str(_ROLES[role])


def volume_text(volume: str | None) -> str:
    """«Tập 2» for "2"; what is written out already stays."""
    if not volume:
        return ""
    return _("Tập %(number)s", number=volume) if volume.isdigit() else volume


def full_title(record: Record) -> str:
    """«Nhan đề. Tập 2, Nhan đề tập»."""
    part = ", ".join(filter(None, (volume_text(record.volume), record.part_title)))
    return f"{record.title}. {part}" if part else record.title


def imprint(record: Record) -> str:
    """«H. : Văn học, 2023»."""
    names = " : ".join(filter(None, (record.place, record.publisher)))
    return ", ".join(filter(None, (names, year_text(record))))


def year_text(record: Record) -> str:
    return record.year_text or (str(record.year) if record.year else "")


def publication(record: Record) -> list[str]:
    """What a row of a list says under the names: publisher and year, edition, language, form."""
    shown = ", ".join(filter(None, (record.publisher, year_text(record))))
    foreign = language_text(record.language) if lang_attribute(record.language) else ""
    form = material_text(record.material) if record.material is not Material.book else ""
    return [part for part in (shown, record.edition, foreign, form) if part]


def issn_text(value: str) -> str:
    return f"{value[:4]}-{value[4:]}" if len(value) == 8 else value


def sort_text(sort: str) -> str:
    """The name of an order of `works.SORTS`."""
    return {
        "title": _("Nhan đề A–Y"),
        "newest": _("Năm xuất bản, mới trước"),
        "oldest": _("Năm xuất bản, cũ trước"),
        "loans": _("Mượn nhiều"),
        "shelf": _("Theo thứ tự trên giá"),
        "series": _("Theo số trong tùng thư"),
    }[sort]


def filed_under(entry: NameEntry) -> tuple[str, str, str]:
    """A name around the part its place in an A–Z list comes from: ("Nguyễn Nhật ", "Ánh", "")."""
    parts = name_parts(entry.name)
    for filed in (parts.given, parts.family) if entry.kind is AgentKind.person else ():
        at = entry.name.rfind(filed) if filed else -1
        if at >= 0 and entry.sort_order.startswith(sort_key(filed)):
            return entry.name[:at], filed, entry.name[at + len(filed) :]
    first, _space, rest = entry.name.partition(" ")
    return "", first, f" {rest}" if rest else ""
