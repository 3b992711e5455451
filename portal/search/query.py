"""What a reader typed, as a value: words, phrases, fields, AND, OR, NOT.

Whoosh's parser is made for a language whose words stand alone. Here `tác giả:nguyễn nhật ánh` means
all three syllables, field names may have a space, operators are Vietnamese or English, and whatever
is typed means something: an open quote closes at the end, a stray operator is a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from portal.vietnamese.legacy import detect
from portal.vietnamese.syllables import bare_key
from portal.vietnamese.text import normalise, words

MAX_CHARACTERS = 400
MAX_WORDS = 32
MAX_DEPTH = 12
SOFT_HYPHEN = "\xad"
_PLACE = "\ue000"  # of a soft hyphen that is kept


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Prefix:
    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    words: tuple[str, ...]
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """An ISBN, barcode or call number, asked for by name. kind: "isbn", "barcode", "call"."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Years:
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


@dataclass(frozen=True, slots=True)
class Everything:
    pass


Node = Word | Prefix | Phrase | Code | Years | And | Or | Not | Everything


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """shortened: the text or its number of words went beyond what is searched."""

    root: Node
    shortened: bool = False

    def plain_words(self) -> tuple[str, ...]:
        """The words asked for in every field, in their order, whatever else must hold or not."""
        parts = self.root.parts if isinstance(self.root, And) else (self.root,)
        return tuple(part.text for part in parts if isinstance(part, Word) and not part.field)


FIELD_NAMES = {
    "title": ("nhan đề", "tên sách", "tên", "title", "ti"),
    "agent": ("tác giả", "người dịch", "author", "au"),
    "subject": ("chủ đề", "từ khóa", "subject", "su"),
    "series": ("tùng thư", "bộ sách", "series"),
    "publisher": ("nhà xuất bản", "nxb", "publisher"),
    "note": ("tóm tắt", "ghi chú", "summary"),
    "isbn": ("isbn", "issn"),
    "barcode": ("đkcb", "số đkcb", "mã vạch", "barcode"),
    "call": ("ký hiệu", "ký hiệu xếp giá", "chỉ số phân loại", "call number", "ddc"),
    "year": ("năm", "năm xuất bản", "year"),
}
CODES = ("isbn", "barcode", "call")
_OWN_READING = {"year", *CODES}  # fields where what is typed is not words, or not only


def folded_name(name: str) -> str:
    return " ".join(bare_key(word) for word in words(name))


_FIELD_BY_NAME = {
    folded_name(name): field for field, names in FIELD_NAMES.items() for name in names
}
_FIELD = "|".join(
    sorted(
        {
            re.escape(spelling).replace(r"\ ", r"\s+")
            for names in FIELD_NAMES.values()
            for name in names
            for spelling in (name, folded_name(name))
        },
        key=len,
        reverse=True,
    )
)
_FIELD_NAME = rf"(?P<field>(?<!\w)(?:{_FIELD})\s?:)"
_OTHER = r"""
      ["“”„«»](?P<phrase>[^"“”„«»]*)["“”„«»]?
    | (?P<open>\() | (?P<close>\)) | (?P<or>\|)
    | (?P<not>(?<!\S)[-!](?=[^\s\W]|["“(]))
    | (?P<word>[^\s"“”„«»()|]+)
"""
_TOKEN = re.compile(_OTHER, re.VERBOSE)
_TOKEN_OR_FIELD = re.compile(f"{_FIELD_NAME} | {_OTHER}", re.VERBOSE | re.IGNORECASE)
_PLAIN = re.compile(r"[\w\s]*")  # nothing but words, as most readers type
_OPERATORS = {
    "AND": "and", "VÀ": "and", "&&": "and",
    "OR": "or", "HOẶC": "or", "||": "or",
    "NOT": "not", "KHÔNG": "not",
}  # fmt: skip
_YEARS = re.compile(r"(\d{3,4})?(\s*[-–—]\s*(\d{3,4})?)?$")


class Token(NamedTuple):
    """kind: field, phrase, open, close, or, not, and, word. start: its place in the clean text."""

    kind: str
    text: str = ""
    start: int = 0


def parse(text: str, field: str | None = None) -> ParsedQuery:
    """Read a query; `field` is the one chosen beside the box, for words that name none."""
    clean, shortened = cleaned(text)
    if field not in _OWN_READING and _PLAIN.fullmatch(clean):
        plain = _plain(clean, field)
        if plain is not None:
            return ParsedQuery(plain, shortened)
    reader = _Reader(list(tokens(clean)), field)
    parts = reader.alternatives(0)
    return ParsedQuery(parts or Everything(), shortened or reader.words_left < 0)


def _plain(clean: str, field: str | None) -> Node | None:
    """Words, perhaps with "OR" between some; None where there is more to read, or too much."""
    operators = operators_in(clean)
    parts: list[Node] = []
    alternatives = [parts]
    for piece in clean.split():
        if operators and (operator := _OPERATORS.get(piece)):
            if operator != "or":
                return None
            alternatives.append(parts := [])
        else:
            parts += [Word(word, field) for word in words(piece)]
    if sum(map(len, alternatives)) > MAX_WORDS:
        return None
    found = [node for one in alternatives if (node := _one_or(And, one))]
    return _one_or(Or, found) or Everything()


def operators_in(text: str) -> bool:
    """In a query written in capitals "VÀ" and "OR" are words like the others."""
    return text != text.upper() and not _OPERATORS.keys().isdisjoint(text.split())


def cleaned(text: str) -> tuple[str, bool]:
    """(as much of what was typed as is searched, whether there was more)."""
    clean = _normalised(text[: 4 * MAX_CHARACTERS])
    shortened = len(clean) > MAX_CHARACTERS or len(text) > 4 * MAX_CHARACTERS
    return clean[:MAX_CHARACTERS], shortened


def _normalised(text: str) -> str:
    """Without what cannot be seen, but for the soft hyphen of TCVN3: there it is the letter ư."""
    if SOFT_HYPHEN in text and (guess := detect(text)) and guess.encoding == "tcvn3":
        return normalise(text.replace(SOFT_HYPHEN, _PLACE)).replace(_PLACE, SOFT_HYPHEN)
    return normalise(text)


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a clean text, each with its place in it."""
    operators = operators_in(text)
    pattern = _TOKEN_OR_FIELD if ":" in text else _TOKEN
    for match in pattern.finditer(text):
        kind = match.lastgroup or "word"
        value = match.group(kind)
        if kind == "word" and operators and value in _OPERATORS:
            yield Token(_OPERATORS[value], value, match.start())
        elif kind == "field":
            # The pattern takes more letters for alike than folding does: "ſeries:" is a word.
            name = _FIELD_BY_NAME.get(folded_name(value.rstrip(":")))
            yield Token("field" if name else "word", name or value, match.start())
        else:
            yield Token(kind, value, match.start(kind))


class _Reader:
    """Recursive descent over the tokens; every token is consumed, whatever the order."""

    def __init__(self, tokens: list[Token], field: str | None) -> None:
        self._tokens = tokens
        self._place = 0
        self._field = field
        self.words_left = MAX_WORDS

    def alternatives(self, depth: int) -> Node | None:
        parts = [self._together(depth)]
        while self._peek() == "or":
            self._place += 1
            parts.append(self._together(depth))
        found = [part for part in parts if part is not None]
        return _one_or(Or, found)

    def _together(self, depth: int) -> Node | None:
        parts: list[Node] = []
        field = self._field
        while (kind := self._peek()) not in (None, "or"):
            if kind == "close":
                if depth:
                    break
                self._place += 1
                continue
            token = self._take()
            if token.kind == "field":
                self._field = token.text
            elif token.kind == "not":
                if (part := self._single(depth)) is not None:
                    parts.append(Not(part))
            elif token.kind != "and":
                parts.extend(self._atom(token, depth))
        self._field = field
        return _one_or(And, parts)

    def _single(self, depth: int) -> Node | None:
        kind = self._peek()
        if kind == "field":
            field, self._field = self._field, self._take().text
            part = self._single(depth)
            self._field = field
            return part
        if kind in ("word", "phrase", "open"):
            return _one_or(And, self._atom(self._take(), depth))
        return None

    def _atom(self, token: Token, depth: int) -> list[Node]:
        if token.kind == "open":
            if depth >= MAX_DEPTH:
                return []
            inner = self.alternatives(depth + 1)
            if self._peek() == "close":
                self._place += 1
            return [inner] if inner is not None else []
        if self._field == "year":
            years = _years(token.text)
            return [years] if years else [Word(w) for w in self._counted(words(token.text))]
        if self._field in CODES:
            return self._code(token.text, self._field)
        if token.kind == "phrase":
            found = self._counted(words(token.text))
            return [_phrase(tuple(found), self._field)] if found else []
        found = self._counted(words(token.text))
        if token.text.endswith("*") and found:
            last = Prefix(found[-1], self._field)
            return [*(Word(word, self._field) for word in found[:-1]), last]
        return [Word(word, self._field) for word in found]

    def _code(self, text: str, field: str) -> list[Node]:
        """All that follows is one code: call numbers have spaces, ISBNs are typed with them."""
        while self._peek() == "word":
            text += " " + self._take().text
        return [Code(text, field)] if words(text) else []

    def _counted(self, found: list[str]) -> list[str]:
        if not found:
            return found
        kept = found[: max(self.words_left, 0)]
        self.words_left -= len(found)
        return kept

    def _peek(self) -> str | None:
        return self._tokens[self._place].kind if self._place < len(self._tokens) else None

    def _take(self) -> Token:
        token = self._tokens[self._place]
        self._place += 1
        return token


def _one_or(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def _phrase(found: tuple[str, ...], field: str | None) -> Node:
    return Phrase(found, field) if len(found) > 1 else Word(found[0], field)


def _years(text: str) -> Years | None:
    match = _YEARS.match(text)
    if not match or not (match[1] or match[3]):
        return None
    first = int(match[1] or 0)
    last = int(match[3]) if match[3] else (9999 if match[2] else first)
    return Years(min(first, last), max(first, last))
