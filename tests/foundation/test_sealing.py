"""What is sealed opens only as it was, with its key and for its purpose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sealing import HASH_BYTES, CannotOpen, keyed_hash, open_sealed, seal

KEY = "a key of more than thirty-two characters"
OTHER = "another of more than thirty-two characters"

texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(text=texts, purpose=texts)
def test_what_was_sealed_opens(text: str, purpose: str) -> None:
    sealed = seal(text, KEY, purpose=purpose)
    assert open_sealed(sealed, KEY, purpose=purpose) == text
    assert len(sealed) == len(text.encode()) + 29


@given(text=texts, data=st.data())
def test_one_changed_bit_anywhere_is_noticed(text: str, data: st.DataObject) -> None:
    sealed = bytearray(seal(text, KEY))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(CannotOpen):
        open_sealed(bytes(sealed), KEY)


@given(text=texts, data=st.data())
def test_a_part_or_more_than_all_does_not_open(text: str, data: st.DataObject) -> None:
    sealed = seal(text, KEY)
    for other in (sealed[: data.draw(st.integers(0, len(sealed) - 1))], sealed + b"\0"):
        with pytest.raises(CannotOpen):
            open_sealed(other, KEY)


@given(data=st.binary(max_size=80))
def test_anything_else_is_refused_and_no_crash(data: bytes) -> None:
    with pytest.raises(CannotOpen):
        open_sealed(data, KEY)


@given(text=texts)
def test_another_key_or_purpose_does_not_open(text: str) -> None:
    sealed = seal(text, KEY, purpose="borrower.document")
    with pytest.raises(CannotOpen):
        open_sealed(sealed, OTHER, purpose="borrower.document")
    with pytest.raises(CannotOpen, match=r"borrower\.guardian"):
        open_sealed(sealed, KEY, purpose="borrower.guardian")


def test_the_same_text_is_never_sealed_the_same() -> None:
    assert len({seal("001099012345", KEY) for _ in range(200)}) == 200
    assert b"001099012345" not in seal("001099012345", KEY)


@given(one=texts, other=texts, purpose=texts, another=texts)
def test_a_hash_finds_its_text_and_no_other(
    one: str, other: str, purpose: str, another: str
) -> None:
    found = keyed_hash(one, KEY, purpose=purpose)
    assert found == keyed_hash(one, KEY, purpose=purpose)
    assert len(found) == HASH_BYTES
    assert (found == keyed_hash(other, KEY, purpose=another)) is (
        (one, purpose) == (other, another)
    )
    assert found != keyed_hash(one, OTHER, purpose=purpose)


def test_an_empty_key_seals_nothing() -> None:
    with pytest.raises(ValueError, match="empty"):
        seal("x", "")
    with pytest.raises(ValueError, match="empty"):
        keyed_hash("x", "")
