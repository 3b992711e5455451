"""Everything on the screen can be read in English, and nothing on it escapes translation."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.house.source import TEMPLATES, name_of
from tools import translations

MARKED = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.I)
TRANSLATORS = {"_", "gettext", "ngettext", "pgettext"}
HOLES = re.compile(r"%\(\w+\)[sd]")

templates = sorted(path for path in TEMPLATES.rglob("*.*") if path.suffix in (".html", ".txt"))


def test_english_is_complete() -> None:
    catalog = translations.updated()
    assert [str(one.id) for one in translations.missing(catalog)] == []


def test_the_catalogue_is_the_one_the_texts_give() -> None:
    """``make translations`` was run: no text is unknown, none is left over."""
    assert translations.PO.read_bytes() == translations.written(translations.updated())


def test_the_compiled_catalogue_is_the_written_one() -> None:
    assert translations.MO.read_bytes() == translations.compiled(translations.updated())


def test_english_keeps_every_placeholder() -> None:
    def holes(text: object) -> set[str]:
        parts = text if isinstance(text, list | tuple) else [text]
        return {hole for part in parts for hole in HOLES.findall(str(part))}

    whole = [one for one in translations.translated() if one.id and translations.is_whole(one)]
    wrong = [str(one.id) for one in whole if holes(one.id) != holes(one.string)]
    assert wrong == []


@pytest.mark.parametrize("path", templates, ids=name_of)
def test_no_vietnamese_stands_outside_a_translation(path: Path) -> None:
    tree = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True).parse(
        path.read_text(encoding="utf-8")
    )
    assert [text for text in bare_texts(tree) if MARKED.search(text)] == []


def bare_texts(node: nodes.Node) -> Iterator[str]:
    """Texts of a template that no translating call surrounds."""
    if isinstance(node, nodes.Call) and getattr(node.node, "name", None) in TRANSLATORS:
        for inner in [*node.args[-1:], *node.kwargs]:
            if not isinstance(inner, nodes.Const):
                yield from bare_texts(inner)
        return
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from bare_texts(child)


def test_email_is_spelt_one_way_in_english() -> None:
    for one in translations.translated():
        texts = one.string if isinstance(one.string, tuple | list) else [one.string]
        assert not [
            text for text in texts if one.id and re.search(r"(?<!\()\b[Ee]mail\b", text or "")
        ]
