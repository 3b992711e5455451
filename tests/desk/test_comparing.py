"""Two descriptions field by field."""

import pytest

from portal.desk.comparing import Verdict, compare


@pytest.mark.parametrize(
    ("field", "left", "right", "verdict"),
    [
        ("publisher", ("Kim Đồng",), ("KIM ĐỒNG.",), Verdict.same),
        ("title", ("Hòa bình",), ("Hoà bình",), Verdict.same),
        ("volume", ("Tập 2",), ("2",), Verdict.same),
        ("volume", ("Tập 2",), ("3",), Verdict.different),
        ("authors", ("Tô Hoài", "Nam Cao"), ("Nam Cao", "Tô Hoài"), Verdict.same),
        ("authors", ("Tô Hoài", "Nam Cao"), ("Tô Hoài",), Verdict.different),
        ("isbn", ("1", "2"), ("2", "3"), Verdict.same),
        ("isbn", ("1",), ("3",), Verdict.different),
        ("title", ("???",), ("!!!",), Verdict.different),
        ("size", ("21 cm",), (), Verdict.one_sided),
        ("size", (), ("21 cm",), Verdict.one_sided),
    ],
)
def test_what_counts_as_the_same(
    field: str, left: tuple[str, ...], right: tuple[str, ...], verdict: Verdict
) -> None:
    (row,) = compare({field: left}, {field: right})
    assert row.verdict is verdict


def test_differences_come_first_and_silence_is_left_out() -> None:
    one = {"title": ("A",), "year": ("1999",), "place": ("H.",)}
    other = {"title": ("A",), "year": ("2001",)}
    assert [row.field for row in compare(one, other)] == ["year", "place", "title"]
