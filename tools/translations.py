"""Gather the texts of the portal, bring the English catalogue up to date, compile it.

``python -m tools.translations``; ``make translations``. The catalogue holds no dates and no line
numbers, so that it changes only when a text does.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PORTAL = ROOT / "portal"
PO = PORTAL / "translations" / "en" / "LC_MESSAGES" / "messages.po"
MO = PO.with_suffix(".mo")

# Babel would write the minute of the run into the compiled file: it would change without a text.
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)

METHODS = [("**.py", "python"), ("templates/**", "jinja2")]
OPTIONS = {"templates/**": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "_l": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def extracted() -> Catalog:
    """Every text marked for translation in the code and the templates."""
    catalog = Catalog(project="portal", charset="utf-8", fuzzy=False)
    found = extract_from_dir(PORTAL, METHODS, OPTIONS, KEYWORDS, comment_tags=("L10n:",))
    for file, _line, text, comments, context in sorted(found, key=lambda one: one[:2]):
        catalog.add(text, auto_comments=[*comments, file], context=context)
    return catalog


def translated() -> Catalog:
    """The English catalogue as it is kept."""
    if not PO.exists():
        return Catalog(locale="en", project="portal", charset="utf-8", fuzzy=False)
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def updated() -> Catalog:
    """The English of every present text, empty where there is none yet; nothing is guessed."""
    kept = {(one.context, one.id): one.string for one in translated() if one.id}
    catalog = Catalog(
        locale="en", project="portal", charset="utf-8", fuzzy=False, creation_date=UNDATED
    )
    for one in extracted():
        if one.id:
            english = kept.get((one.context, one.id), "")
            comments = sorted(set(one.auto_comments))
            catalog.add(one.id, english, auto_comments=comments, context=one.context)
    return catalog


def missing(catalog: Catalog) -> list[Message]:
    """The texts that have no English, or an English nobody has looked at."""
    return [one for one in catalog if one.id and (one.fuzzy or not is_whole(one))]


def is_whole(message: Message) -> bool:
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(strings) and all(strings)


def compiled(catalog: Catalog) -> bytes:
    target = io.BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def written(catalog: Catalog) -> bytes:
    """The catalogue as a file, without Babel's header of dates and names."""
    target = io.BytesIO()
    write_po(target, catalog, width=0, no_location=True, omit_header=True)
    header = (
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    return header.encode() + target.getvalue()


def main() -> int:
    catalog = updated()
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(written(catalog))
    MO.write_bytes(compiled(catalog))
    absent = missing(catalog)
    print(f"{len(catalog)} texts, {len(absent)} without English: {PO.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
