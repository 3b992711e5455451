"""What the bytes of pre-Unicode Vietnamese files mean, read as they look in code page 1252."""

import unicodedata
from typing import Final

from portal.vietnamese.letters import HOI, HUYEN, NANG, NGA, SAC

# TCVN 5712:1993 VN3, the code of the ABC fonts (.VnTime): A1 to FE in order, "." where VN3 has
# nothing. Capitals with a tone do not exist; fonts ending in H draw the small ones as capitals.
_TCVN3: Final = (
    "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ"
)
TCVN3: Final = {chr(0xA1 + place): letter for place, letter in enumerate(_TCVN3) if letter != "."}

# VNI fonts (VNI-Times): a vowel, then a second character that bears its marks.
_VNI_TONES: Final = {"ù": SAC, "ø": HUYEN, "û": HOI, "õ": NGA, "ï": NANG}
_CIRCUMFLEX: Final = "\u0302"
_BREVE: Final = "\u0306"
_VNI_CIRCUMFLEX: Final = {"â": "", "á": SAC, "à": HUYEN, "å": HOI, "ã": NGA, "ä": NANG}
_VNI_BREVE: Final = {"ê": "", "é": SAC, "è": HUYEN, "ú": HOI, "ü": NGA, "ë": NANG}
_VNI_SINGLE: Final = {
    "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư", "ñ": "đ",
}  # fmt: skip


def _vni_small() -> dict[str, str]:
    table = dict(_VNI_SINGLE)
    for vowel in "aeouyôö":
        for second, tone in _VNI_TONES.items():
            table[vowel + second] = _VNI_SINGLE.get(vowel, vowel) + tone
    for vowel in "aeo":
        for second, tone in _VNI_CIRCUMFLEX.items():
            table[vowel + second] = vowel + _CIRCUMFLEX + tone
    for second, tone in _VNI_BREVE.items():
        table["a" + second] = "a" + _BREVE + tone
    return {seen: unicodedata.normalize("NFC", meant) for seen, meant in table.items()}


def _vni() -> dict[str, str]:
    table = _vni_small()
    for seen, meant in list(table.items()):
        table[seen.upper()] = meant.upper()
        table[seen.capitalize()] = meant.upper()
    return table


#: One or two characters as seen → the letter meant. A capital vowel may bear a small mark.
VNI: Final = _vni()


def _page_1252() -> dict[str, int]:
    table = {chr(code): code for code in range(256)}
    for code in range(0x80, 0x100):
        for page in ("cp1258", "cp1252"):
            seen = bytes([code]).decode(page, "ignore")
            if seen:
                table[seen] = code
    return table


#: A character seen when UTF-8 is read as code page 1252, 1258 or Latin-1 → its byte.
BYTE_OF: Final = _page_1252()
