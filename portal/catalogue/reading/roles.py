"""Words for what people did for a book: Vietnamese, English, French, and MARC relator codes."""

from __future__ import annotations

import re

from portal.catalogue.kinds import Role
from portal.catalogue.reading.words import folded

# Alternatives of one regular expression per role, longest first where one begins another.
_VIETNAMESE: dict[Role, str] = {
    Role.translator: r"người dịch|dịch giả|dịch thuật|dịch thơ|dịch nghĩa|biên dịch|lược dịch|"
    r"trích dịch|phỏng dịch|phiên dịch|chuyển ngữ|dịch",
    Role.editor: r"tổng chủ biên|đồng chủ biên|chủ biên|tổng biên tập|biên tập|"
    r"tổng ch\.?\s?b\.?|đồng ch\.?\s?b\.?|ch\.?\s?b\.?|cb\.?|b\.\s?t\.|bt\.",
    Role.compiler: r"biên soạn|tuyển chọn|soạn giả|soạn|tuyển|b\.\s?s\.?|bs\.|"
    r"t\.\s?ch\.?|tổng hợp",
    Role.collector: r"sưu tầm|sưu tập|s\.\s?t\.?|st\.|sưu tuyển",
    Role.illustrator: r"vẽ minh h(?:ọa|oạ)|tranh minh h(?:ọa|oạ)|minh h(?:ọa|oạ)|vẽ tranh|"
    r"h(?:ọa|oạ) s[ĩỹ]|tranh truyện|tranh|vẽ|m\.\s?h\.?|mh\.",
    Role.introducer: r"lời giới thiệu|giới thiệu|viết lời tựa|đề tựa|lời tựa|lời bạt|tựa|"
    r"g\.\s?t\.?|gt\.",
    Role.reviser: r"hiệu đính|hiệu chỉnh|chỉnh l[ýí]|chú giải|chú thích|khảo chứng|khảo dị|bổ sung|"
    r"h\.\s?đ\.?|hđ\.",
    Role.composer: r"phổ nhạc|soạn nhạc|nhạc",
    Role.photographer: r"chụp ảnh|nhiếp ảnh|ảnh",
    Role.narrator: r"kể chuyện|người kể|kể|người đọc|đọc",
    Role.adapter: r"phóng tác|phỏng theo|chuyển thể|cải biên|viết lại|kể lại",
    Role.author: r"tác giả|viết lời|phần lời|lời thơ|lời|truyện|thơ|văn|nội dung|viết|trứ tác",
}
_FOREIGN_BY: dict[Role, str] = {
    Role.translator: r"(?:edited and )?translated|transl?\.?|translation|traduit|traduction|trad\.",
    Role.editor: r"edited|ed\.|sous la direction|dirigé|publié|édité",
    Role.compiler: r"compiled|comp\.|selected|réuni|choisis|textes choisis",
    Role.collector: r"collected|recueilli",
    Role.illustrator: r"illustrated|illustrations?|ill\.|illus\.|pictures|drawings|paintings|art|"
    r"illustré|dessins|images|aquarelles",
    Role.introducer: r"(?:with an )?introduction|(?:with a )?foreword|(?:with a )?preface|"
    r"introduced|afterword|préface|préfacé|présenté|présentation|avant-propos|postface",
    Role.reviser: r"revised|annotated|révisé|annoté|revu",
    Role.composer: r"music|composed|musique",
    Role.photographer: r"photographs|photographed|photos|photography|photographies|photogr\.",
    Role.narrator: r"narrated|read|lu|raconté",
    Role.adapter: r"adapted|retold|arranged|arr\.|adaptation|adapté",
    Role.author: r"written|text|texts|story|words|lyrics|stories|poems|textes?|paroles|écrit|récit",
}
_FOREIGN_AFTER: dict[Role, str] = {
    Role.translator: r"translators?|trans\.|traducteur|traductrice",
    Role.editor: r"(?:general |series )?editors?|eds?\.|directeur|dir\.",
    Role.compiler: r"compilers?|comps?\.",
    Role.illustrator: r"illustrators?|illus\.|illustrateur|illustratrice",
    Role.photographer: r"photographers?",
    Role.narrator: r"narrators?",
    Role.composer: r"composers?|compositeur",
    Role.author: r"authors?|auteurs?|writers?",
}
_CODES = {
    "aut": Role.author, "cre": Role.author, "aus": Role.author, "lyr": Role.author,
    "trl": Role.translator, "edt": Role.editor, "pbd": Role.editor, "edc": Role.editor,
    "com": Role.compiler, "col": Role.collector, "ill": Role.illustrator, "art": Role.illustrator,
    "drm": Role.illustrator, "aui": Role.introducer, "wpr": Role.introducer, "win": Role.introducer,
    "aft": Role.introducer, "rev": Role.reviser, "ann": Role.reviser, "crr": Role.reviser,
    "cmp": Role.composer, "pht": Role.photographer, "nrt": Role.narrator, "adp": Role.adapter,
    "ctb": Role.contributor, "oth": Role.contributor, "prf": Role.contributor,
}  # fmt: skip


def _one_of(*tables: dict[Role, str]) -> str:
    return "|".join(f"(?:{words})" for table in tables for words in table.values())


def _matchers(table: dict[Role, str]) -> list[tuple[Role, re.Pattern[str]]]:
    return [
        (role, re.compile(rf"(?:{words})(?!\w)", re.IGNORECASE)) for role, words in table.items()
    ]


VIETNAMESE = _one_of(_VIETNAMESE)
FOREIGN_BY = _one_of(_FOREIGN_BY)
FOREIGN_AFTER = _one_of(_FOREIGN_AFTER)
_ALL = _matchers(_VIETNAMESE) + _matchers(_FOREIGN_AFTER) + _matchers(_FOREIGN_BY)
_SHORT = {
    "ch b": Role.editor, "cb": Role.editor, "b s": Role.compiler, "bs": Role.compiler,
    "s t": Role.collector, "st": Role.collector, "h d": Role.reviser, "hd": Role.reviser,
    "d": Role.translator, "t g": Role.author,
}  # fmt: skip


def role_of_phrase(phrase: str) -> Role | None:
    """The role a phrase names; of several ("sưu tầm và biên soạn") the one named first."""
    phrase = phrase.strip(" .,:()[]")
    best: tuple[int, int, Role] | None = None
    for role, pattern in _ALL:
        match = pattern.search(phrase + ".")
        if match:
            candidate = (match.start(), -len(match[0]), role)
            best = min(best, candidate) if best else candidate
    return best[2] if best else _SHORT.get(folded(phrase))


def role_of_code(code: str | None) -> Role | None:
    """The role of a MARC relator code ($4), whether bare or as a URI."""
    return _CODES.get(code.rstrip("/").rpartition("/")[2][:3].lower()) if code else None


_STATEMENT = re.compile(
    rf";|\s/\s|\s(?:{VIETNAMESE})[\s.,;)]*$|[(\[](?:{VIETNAMESE})[)\]]|:\s"
    r"|\b(?:edited|translated|illustrated|compiled) by\b|\btraduit\b"
)


def is_statement(heading: str) -> bool:
    """Whether a name heading holds a whole statement: words for a role, or several names.

    "Nguyễn Văn A, Trần B, Lê C" are three; "Twain, Mark, Sir" and "Nguyễn, Minh Châu" are one.
    """
    if _STATEMENT.search(heading):
        return True
    names = [name.split() for name in heading.split(",") if name.strip()]
    return len(names) > 2 and all(len(words) > 1 for words in names)
