"""The closed lists of the network: kinds of library, of stacks, of use."""

from enum import StrEnum


class LibraryKind(StrEnum):
    """What a library is; the order is the order of the directory."""

    CITY = "city"
    REGIONAL = "regional"  # thư viện khu vực: a library of a district until 30 June 2025
    COMMUNE = "commune"
    BOOKCASE = "bookcase"
    POST_OFFICE = "post_office"
    SCHOOL = "school"
    MOBILE = "mobile"
    PRIVATE = "private"
    PRISON = "prison"


class Stacks(StrEnum):
    """Who fetches the book: the reader from the shelf, or staff on a request slip."""

    OPEN = "open"
    CLOSED = "closed"


class RoomUse(StrEnum):
    """Whether what stands in the room may leave the house."""

    LENDABLE = "lendable"
    ON_SITE = "on_site"
