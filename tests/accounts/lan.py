"""What Lan signs in with."""

from collections.abc import Callable

from portal.mail.contents import Contents
from tests.pages import PageClient

ADDRESS = "lan@example.vn"
NUMBER = "HN-00 1234"
PASSWORD = "một mật khẩu dài"
NEW = "một mật khẩu khác"
WRONG = "không phải thế"

Post = Callable[[], list[tuple[str, Contents]]]


def sign_in(
    client: PageClient, name: str = ADDRESS, password: str = PASSWORD, **fields: str
) -> int:
    """Fill in the form; the status of the answer: 303 in, 422 not."""
    return client.send("/dang-nhap", name=name, password=password, **fields).status_code


def is_in(client: PageClient) -> bool:
    return client.get("/tai-khoan").status_code == 200


def token_of(posted: list[tuple[str, Contents]], kind: str) -> str:
    """The token in the last letter of a kind."""
    return str([one.values["token"] for sort, one in posted if sort == kind][-1])
