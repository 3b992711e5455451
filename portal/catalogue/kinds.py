"""The closed lists of the catalogue: what a document is, who made it, where a copy stands."""

from enum import IntEnum, StrEnum


class Material(IntEnum):
    """Form of a document. The numbers are kept in the search index, so they never change."""

    book = 1
    serial = 2
    map = 3
    sound = 4
    video = 5
    score = 6
    picture = 7
    comic = 8
    ebook = 9
    braille = 10
    kit = 11


class AgentKind(StrEnum):
    person = "person"
    corporate = "corporate"
    meeting = "meeting"


class Role(StrEnum):
    """What an agent did for a document; the names are those of the MARC relator terms."""

    author = "author"
    translator = "translator"
    editor = "editor"
    compiler = "compiler"
    collector = "collector"
    illustrator = "illustrator"
    introducer = "introducer"
    reviser = "reviser"
    composer = "composer"
    photographer = "photographer"
    narrator = "narrator"
    adapter = "adapter"
    contributor = "contributor"


class SubjectKind(StrEnum):
    topic = "topic"
    place = "place"
    person = "person"
    genre = "genre"
    keyword = "keyword"


class CopyStatus(IntEnum):
    """Where a copy stands today. Only `available` copies count as "còn sách"."""

    available = 1
    on_loan = 2
    on_hold = 3
    in_transit = 4
    processing = 5
    lost = 6
    withdrawn = 7
    unknown = 8
