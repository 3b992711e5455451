"""Who a signed-in person is to the libraries. No inheritance: an account lists its roles."""

from enum import StrEnum


class Role(StrEnum):
    READER = "reader"
    LIBRARIAN = "librarian"
    HEAD = "head"
    CITY_STAFF = "city_staff"
    ADMINISTRATOR = "administrator"


STAFF = frozenset({Role.LIBRARIAN, Role.HEAD, Role.CITY_STAFF, Role.ADMINISTRATOR})
