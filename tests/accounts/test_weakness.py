"""Passwords that are guessed first are told apart from those that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.weakness import weakness

NAMES = ("Nguyễn Thị Lan", "lan.nguyen@example.vn", "HN-00 1234567")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("ababababab", "simple"),
        ("hello hello", "simple"),
        ("1234567890", "digits"),
        ("14031990 14", "digits"),
        ("0912345678", "digits"),
        ("01234567890123", "common"),
        ("abcdefghij", "common"),
        ("QWERTYUIOP", "common"),
        ("poiuytrewq", "common"),
        ("1qaz2wsx3edc", "common"),
        ("matkhau123", "common"),
        ("Mật khẩu 2026", "common"),
        ("thuvien2026", "common"),
        ("thuvienhanoi", "common"),
        ("iloveyou12", "common"),
        ("password123", "common"),
        ("nguyenthilan", "name"),
        ("Nguyễn Lan 90", "name"),
        ("lan.nguyen@1", "name"),
        ("HN001234567", "name"),
    ],
)
def test_what_is_guessed_first(password: str, why: str) -> None:
    assert weakness(password, NAMES) == why


@pytest.mark.parametrize(
    "password",
    [
        "xin chào thư viện",
        "một câu dễ nhớ",
        "một mật khẩu dài",
        "lan thích đọc truyện",
        "9t$kQ!vz2p",
    ],
)
def test_a_sentence_will_do(password: str) -> None:
    assert weakness(password, NAMES) is None


@given(st.text(min_size=1, max_size=5), st.integers(2, 9))
def test_a_block_repeated_never_does(block: str, times: int) -> None:
    assert weakness(block * times) is not None or not any(map(str.isalnum, block))


@given(st.text(max_size=200), st.lists(st.text(max_size=40), max_size=4))
def test_anything_typed_is_judged(password: str, names: list[str]) -> None:
    assert weakness(password, names) in {None, "simple", "digits", "common", "name"}
