"""Bytes of MARC subfields to clean text.

What the leader says of the encoding is a hint, the bytes are the evidence: strict UTF-8 is UTF-8
whatever the leader says; then, subfield by subfield, an old Vietnamese font where that is certain;
then MARC-8 where the leader allows it. What remains is kept as it is and named in a Doubt.
"""

from __future__ import annotations

from portal.catalogue.reading.draft import Doubt, DoubtKind
from portal.catalogue.reading.legacy_text import best_effort, mended
from portal.catalogue.reading.marc8 import decode_marc8
from portal.vietnamese.legacy import decode_tcvn3, decode_vni, detect
from portal.vietnamese.text import normalise

ENCODINGS = ("auto", "utf-8", "marc-8", "tcvn3", "vni")


class Decoder:
    """Reads records in one wanted encoding, or with "auto" in the one their bytes show."""

    def __init__(self, encoding: str = "auto") -> None:
        self.wanted = encoding

    def for_record(self, raw: bytes, *, says_utf8: bool) -> RecordText:
        """A reader for the subfields of the record whose bytes are `raw`."""
        if raw.isascii() and b"\x1b" not in raw:
            return RecordText("ascii", says_utf8)
        if self.wanted != "auto":
            return RecordText(self.wanted, says_utf8)
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            return RecordText("auto", says_utf8)
        if b"\x1b" in raw and not says_utf8:
            return RecordText("marc-8", says_utf8)
        return RecordText("utf-8?", says_utf8)


class RecordText:
    """Decodes the subfields of one record and remembers what was doubtful."""

    def __init__(self, mode: str, says_utf8: bool = True) -> None:
        self._mode = mode
        self._says_utf8 = says_utf8
        self.doubts: list[Doubt] = []
        self._seen: set[str] = set()

    @property
    def encoding(self) -> str:
        """What the record was read as: one name, or "mixed"."""
        if not self._seen:
            return self._mode if self._mode in ENCODINGS[1:] else "utf-8"
        return next(iter(self._seen)) if len(self._seen) == 1 else "mixed"

    def clean(self, content: bytes, where: str) -> str:
        """One subfield as normalised text. `where` names it in a doubt ("245$a")."""
        if content.isascii() and b"\x1b" not in content:
            return normalise(content.decode("ascii"))
        if self._mode == "utf-8?":
            return self.clean_text(content.decode("utf-8", "replace"), where)
        if self._mode == "auto":
            return normalise(self._by_evidence(content, where))
        return normalise(self._as_told(content, where))

    def clean_text(self, text: str, where: str) -> str:
        """As `clean` for what is text already (MARCXML), where an old font may hide too."""
        if text.isascii():
            return normalise(text)
        result, guess = mended(text)
        if guess and guess.certain:
            self._seen.add(guess.encoding)
        else:
            self._seen.add("utf-8")
            if guess or "�" in text:
                self._doubt(where, text)
        return normalise(result)

    def control(self, content: bytes) -> str:
        """A control field: positions count, so nothing is collapsed."""
        return content.decode("utf-8" if self._says_utf8 else "latin-1", "replace")

    def _as_told(self, content: bytes, where: str) -> str:
        if self._mode == "tcvn3":
            return decode_tcvn3(content)
        if self._mode == "vni":
            return decode_vni(content)
        if self._mode == "marc-8":
            text, sound = decode_marc8(content)
        else:
            text = content.decode("utf-8", "replace")
            sound = "�" not in text
        if not sound:
            self._doubt(where, text)
        return text

    def _by_evidence(self, content: bytes, where: str) -> str:
        """A subfield of a record that is not UTF-8 throughout."""
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            self._seen.add("utf-8")
            return text
        guess = detect(content.decode("latin-1"))
        if guess and guess.certain:
            self._seen.add(guess.encoding)
            return guess.text
        text, sound = decode_marc8(content)
        if sound and not self._says_utf8:
            self._seen.add("marc-8")
            if guess:
                self._doubt(where, text)
            return text
        text = best_effort(content)
        self._doubt(where, text)
        return text

    def _doubt(self, where: str, text: str) -> None:
        self.doubts.append(Doubt(normalise(where), DoubtKind.encoding, normalise(text[:500])))
