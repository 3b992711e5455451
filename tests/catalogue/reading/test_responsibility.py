"""Statements of responsibility as title pages and dirty exports have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue.reading.responsibility import agents_of_statement


def _said(statement: str) -> list[tuple[str, str]]:
    return [(agent.name, agent.role.value) for agent in agents_of_statement(statement)]


@pytest.mark.parametrize(
    ("statement", "agents"),
    [
        ("Nguyễn A, Trần B (ch.b.)", [("Nguyễn A", "author"), ("Trần B", "editor")]),
        ("Nguyễn A (ch.b.), Trần B", [("Nguyễn A", "editor"), ("Trần B", "author")]),
        ("Lê Đình Thục dịch", [("Lê Đình Thục", "translator")]),
        ("PGS.TS. Nguyễn Văn C chủ biên", [("Nguyễn Văn C", "editor")]),
        (
            "Tô Hoài ; Minh hoạ: Tạ Huy Long",
            [("Tô Hoài", "author"), ("Tạ Huy Long", "illustrator")],
        ),
        ("Lời: Lê X ; Tranh: Vũ Y", [("Lê X", "author"), ("Vũ Y", "illustrator")]),
        ("Lời: Lê X, tranh: Vũ Y", [("Lê X", "author"), ("Vũ Y", "illustrator")]),
        ("Nguyễn Thu b.s.", [("Nguyễn Thu", "compiler")]),
        ("Vũ Ngọc s.t., b.s.", [("Vũ Ngọc", "collector")]),
        ("Lê Hà h.đ.", [("Lê Hà", "reviser")]),
        ("Lê A, Trần B dịch", [("Lê A", "translator"), ("Trần B", "translator")]),
        ("Tô Hoài, Lê Bính minh hoạ", [("Tô Hoài", "author"), ("Lê Bính", "illustrator")]),
        (
            "Gabriel Garcia Marquez, Nguyễn Trung Đức dịch",
            [("Gabriel Garcia Marquez", "author"), ("Nguyễn Trung Đức", "translator")],
        ),
        (
            "Lev Tolstoy; Cao Xuân Hạo, Nhị Ca dịch; Hoàng Minh giới thiệu",
            [("Lev Tolstoy", "author"), ("Cao Xuân Hạo", "translator"),
             ("Nhị Ca", "translator"), ("Hoàng Minh", "introducer")],
        ),
        ("Sưu tầm, biên soạn: Lê A, Trần B", [("Lê A", "collector"), ("Trần B", "collector")]),
        ("translated by John Smith", [("John Smith", "translator")]),
        (
            "edited by Mary Jones and Peter Pan",
            [("Mary Jones", "editor"), ("Peter Pan", "editor")],
        ),
        (
            "Jules Verne ; traduit de l'anglais par Jean Dupont",
            [("Jules Verne", "author"), ("Jean Dupont", "translator")],
        ),
        ("by Ursula K. Le Guin", [("Ursula K. Le Guin", "author")]),
        ("John Smith, editor", [("John Smith", "editor")]),
        ("Nguyễn Văn A ... [et al.]", [("Nguyễn Văn A", "author")]),
        ("Lê A [và những người khác]", [("Lê A", "author")]),
        ("Antoine de Saint-Exupéry", [("Antoine de Saint-Exupéry", "author")]),
        ("Bùi Giáng dịch từ tiếng Pháp", [("Bùi Giáng", "translator")]),
    ],
)  # fmt: skip
def test_who_did_what(statement: str, agents: list[tuple[str, str]]) -> None:
    assert _said(statement) == agents


@pytest.mark.parametrize("name", ["Nguyễn Thị Nhạc", "Trần Văn Ảnh", "Lê Thơ", "Phạm Tuyển"])
def test_a_given_name_is_no_role(name: str) -> None:
    assert _said(name) == [(name, "author")]


@pytest.mark.parametrize(
    "body",
    ["Bộ Văn hoá, Thể thao và Du lịch", "Bộ Giáo dục và Đào tạo", "Đại học Quốc gia Hà Nội"],
)
def test_bodies_stay_whole(body: str) -> None:
    (agent,) = agents_of_statement(body)
    assert (agent.name, agent.kind.value) == (body, "corporate")


@pytest.mark.parametrize(
    "phrase", ["a novel", "của nhiều người", "Nhiều tác giả", "", "2 CD", ";;"]
)
def test_phrases_name_nobody(phrase: str) -> None:
    assert _said(phrase) == []


def test_a_long_text_in_the_wrong_field_names_nobody() -> None:
    assert _said("Nguyễn Văn A, " * 1000) == []


@given(st.text(max_size=300))
def test_any_text_is_read(statement: str) -> None:
    agents_of_statement(statement)


@given(st.text(st.sampled_from("NguyễA ,;:()[].và dịchb"), max_size=300))
def test_any_statement_like_text_is_read(statement: str) -> None:
    for agent in agents_of_statement(statement):
        assert agent.name.strip() == agent.name != ""
