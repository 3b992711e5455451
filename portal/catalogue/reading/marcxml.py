"""MARCXML read record by record.

The stream is cut at `<record` and `</record>` before any XML parser sees it, and each record is
parsed alone, by a parser that knows no document type. So a malformed record stays one bad record,
its bytes are at hand, and entities (external files, billion laughs) cannot be declared at all.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from portal.catalogue.reading.charsets import RecordText
from portal.catalogue.reading.fields import DataField, MarcRecord
from portal.catalogue.reading.splitting import Piece
from portal.catalogue.reading.trouble import Broken, Reason

_CHUNK = 256 * 1024
MAX_RECORD = 16 * 1024 * 1024
_LONGEST_TOKEN = 16  # what may be cut in two at the end of a chunk

_TOKEN = re.compile(
    rb"<!--|-->|<!\[CDATA\[|\]\]>|<!DOCTYPE|<!ENTITY|"
    rb"<(?:[\w.-]+:)?record(?=[\s>/])|</(?:[\w.-]+:)?record\s*>"
)
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")


def split(stream: BinaryIO) -> Iterator[Piece]:
    """Every `<record>` element of the stream; `whole` is false where its end never came.

    Offsets are those in the UTF-8 form of the file.
    """
    return _Splitter(_as_utf8(stream)).pieces()


def declares_entities(piece: Piece) -> bool:
    """Whether a piece is not a record but a document type declaration."""
    return piece.raw.startswith((b"<!DOCTYPE", b"<!ENTITY"))


class _Splitter:
    """Walks over the tokens of the stream, keeping the bytes from the open `<record` on."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._data = b""
        self._base = 0
        self._open: int | None = None  # where the record under way starts in _data
        self._skipping: bytes | None = None  # the mark that ends a comment or CDATA section

    def pieces(self) -> Iterator[Piece]:
        at = 0
        for chunk in self._chunks:
            self._data += chunk
            safe = len(self._data) - _LONGEST_TOKEN
            for match in _TOKEN.finditer(self._data, at):
                if match.start() >= safe:
                    break
                at = match.end()
                yield from self._token(match)
            at = self._forget(max(at, safe, 0))
            yield from self._give_up_if_endless()
        for match in _TOKEN.finditer(self._data, at):
            yield from self._token(match)
        if self._open is not None:
            yield Piece(self._base + self._open, self._data[self._open :], whole=False)

    def _token(self, match: re.Match[bytes]) -> Iterator[Piece]:
        token = match[0]
        if self._skipping:
            if token == self._skipping:
                self._skipping = None
        elif token in (b"<!--", b"<![CDATA["):
            self._skipping = b"-->" if token == b"<!--" else b"]]>"
        elif token in (b"<!DOCTYPE", b"<!ENTITY"):
            yield Piece(self._base + match.start(), self._data[match.start() :][:200], whole=False)
        elif token.startswith(b"</"):
            if self._open is not None:
                yield Piece(self._base + self._open, self._data[self._open : match.end()])
            self._open = None
        elif token.startswith(b"<") and token not in (b"-->", b"]]>"):
            # A record within a record: OAI wraps MARC so. The inner one counts; an outer one
            # that has fields of its own was never closed.
            yield from self._abandoned(match.start())
            self._open = match.start()

    def _abandoned(self, until: int) -> Iterator[Piece]:
        if self._open is not None:
            lost = self._data[self._open : until]
            if b"datafield" in lost:
                yield Piece(self._base + self._open, lost, whole=False)

    def _forget(self, at: int) -> int:
        """Drop what no record needs; the place `at` after the dropping."""
        keep = at if self._open is None else self._open
        self._data = self._data[keep:]
        self._base += keep
        if self._open is not None:
            self._open = 0
        return at - keep

    def _give_up_if_endless(self) -> Iterator[Piece]:
        if self._open is not None and len(self._data) > MAX_RECORD:
            yield Piece(self._base, self._data[:MAX_RECORD], whole=False)
            self._open = None


def _as_utf8(stream: BinaryIO) -> Iterator[bytes]:
    """The stream in UTF-8, by its byte order mark or its declaration."""
    head = stream.read(_CHUNK)
    name = _encoding(head)
    if name == "utf-8":
        yield head
        while more := stream.read(_CHUNK):
            yield more
        return
    decoder = codecs.getincrementaldecoder(name)("replace")
    while head:
        yield decoder.decode(head).encode("utf-8", "replace")
        head = stream.read(_CHUNK)
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _encoding(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8).lstrip())
    try:
        name = codecs.lookup(declared[1].decode()).name if declared else "utf-8"
        "".encode(name)
    except LookupError:
        return "utf-8"
    return "utf-8" if name in ("ascii", "utf-16", "utf-16-le", "utf-16-be") else name


def parse(raw: bytes, text: RecordText) -> MarcRecord:
    """The record in `raw`; raises Broken where it is not well-formed."""
    builder = _Builder(text)
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = builder.doctype
    parser.buffer_text = True
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        reason = Reason.entities if "entity" in str(error) else Reason.bad_xml
        raise Broken(reason, str(error)) from error
    builder.record.doubts.extend(text.doubts)
    builder.record.encoding = text.encoding
    return builder.record


class _Builder:
    """Takes the parser's events; prefixes of namespaces do not matter."""

    def __init__(self, text: RecordText) -> None:
        self.record = MarcRecord(leader="")
        self._text = text
        self._collected: list[str] = []
        self._tag = ""
        self._code = ""
        self._field: DataField | None = None

    def doctype(self, *_args: object) -> None:
        raise Broken(Reason.entities)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        self._collected = []
        if kind == "controlfield":
            self._tag = attributes.get("tag", "")
        elif kind == "datafield":
            ends = attributes.get("ind1", " ")[:1] or " ", attributes.get("ind2", " ")[:1] or " "
            self._field = DataField(attributes.get("tag", ""), "".join(ends), [])
        elif kind == "subfield":
            self._code = attributes.get("code", "")[:1]

    def characters(self, text: str) -> None:
        self._collected.append(text)

    def end(self, name: str) -> None:
        kind = name.rpartition(":")[2]
        value = "".join(self._collected)
        if kind == "leader":
            self.record.leader = value.ljust(24)
        elif kind == "controlfield":
            self.record.control.setdefault(self._tag, value)
        elif kind == "subfield" and self._field and self._code:
            where = f"{self._field.tag}${self._code}"
            self._field.subfields.append((self._code, self._text.clean_text(value, where)))
        elif kind == "datafield" and self._field:
            self.record.add(self._field)
            self._field = None
