"""The closed lists of cards: what a column may say besides states and acts."""

from enum import StrEnum


class Audience(StrEnum):
    """Whom a kind of card is for."""

    ADULT = "adult"
    CHILD = "child"
    ANYONE = "anyone"


class Gender(StrEnum):
    FEMALE = "female"
    MALE = "male"
    UNSAID = "unsaid"


class Document(StrEnum):
    """What somebody may show. A child's birth certificate carries the same number as a CCCD."""

    CCCD = "cccd"
    PASSPORT = "passport"
    PUPIL = "pupil"


class Relation(StrEnum):
    """What a guardian is to the child."""

    MOTHER = "mother"
    FATHER = "father"
    GRANDPARENT = "grandparent"
    OTHER = "other"


class Consented(StrEnum):
    """What was agreed to. Publishing needs the child (from 7) and the guardian, each by itself."""

    RULES = "rules"
    DATA = "data"
    PUBLISH_NAME = "publish_name"
    PUBLISH_IMAGE = "publish_image"


class Consenter(StrEnum):
    SELF = "self"
    GUARDIAN = "guardian"
    SCHOOL = "school"


class Found(StrEnum):
    """How a librarian came to somebody's page."""

    OWN = "own"  # a reader of their library
    NUMBER = "number"
    DOCUMENT = "document"
    NAME = "name"  # with the birthday
    LIKENESS = "likeness"  # shown beside somebody they may be


class Death(StrEnum):
    """Why a number is dead."""

    LOST = "lost"
    REPLACED = "replaced"
    CLOSED = "closed"
    MERGED = "merged"
    REFUSED = "refused"
