"""Keys under which descriptions of one thing meet. Conservative: what differs in a key is apart.

All keys are words in their exact form (tone and i/y settled, marks kept), parted by `|`.
"""

from __future__ import annotations

import hashlib

from portal.catalogue.kinds import AgentKind, Role
from portal.catalogue.reading.draft import Draft, DraftAgent, DraftSubject
from portal.catalogue.reading.marc_subjects import BETWEEN as SUBJECT_PARTS
from portal.vietnamese.names import name_key
from portal.vietnamese.numerals import volume_number
from portal.vietnamese.syllables import exact_key
from portal.vietnamese.text import words

MAX_KEY = 300
MAX_NAME_KEY = 250
MAX_SERIES_KEY = 200


def word_key(text: str | None) -> str:
    """The words of a text in their exact form; "" for none."""
    return " ".join(map(exact_key, words(text))) if text else ""


def title_key(title: str) -> str:
    """The title proper. A title without a single letter or digit ("???") is its own key."""
    return word_key(title) or title.strip()


def volume_key(volume: str | None) -> str:
    """ "Tập 2", "T. II" and "2" are one volume; "" when the record names none."""
    if not volume:
        return ""
    return volume_number(volume) or word_key(volume)


def first_author(agents: tuple[DraftAgent, ...]) -> DraftAgent | None:
    """The first author, else the first of those who stand for one."""
    for wanted in (Role.author, Role.compiler, Role.editor, Role.collector):
        for agent in agents:
            if agent.role is wanted:
                return agent
    return None


def author_key(agents: tuple[DraftAgent, ...]) -> str:
    found = first_author(agents)
    return agent_key(found) if found else ""


def agent_key(agent: DraftAgent) -> str:
    """What tells two agents of one kind apart."""
    key = name_key(agent.name) if agent.kind is AgentKind.person else word_key(agent.name)
    return shortened(key or agent.name, MAX_NAME_KEY)


def subject_key(subject: DraftSubject) -> str:
    parts = (word_key(part) for part in subject.label.split(SUBJECT_PARTS))
    return shortened("/".join(part for part in parts if part) or subject.label, MAX_NAME_KEY)


def series_key(series: str | None) -> str | None:
    return shortened(word_key(series), MAX_SERIES_KEY) or None


def match_key(draft: Draft) -> str:
    """Title, first author, year, publisher, volume: the same edition, as far as these tell."""
    parts = (
        title_key(draft.title),
        author_key(draft.agents),
        str(draft.year or ""),
        word_key(draft.publisher),
        volume_key(draft.volume),
    )
    return shortened("|".join(parts), MAX_KEY)


def tells_enough(draft: Draft) -> bool:
    """Whether an equal `match_key` means one edition: two of author, year, publisher are known.

    A bare title ("Toán 5", "Thơ") equals many books; such records meet only by ISBN or by hand.
    """
    known = (bool(author_key(draft.agents)), draft.year is not None, bool(draft.publisher))
    return sum(known) >= 2


def work_key(draft: Draft) -> str:
    """The text that editions share: original title and author, or title and author, and volume.

    Without an author the publisher stands in: collections of one title are different texts.
    """
    title = title_key(draft.original_title or draft.title)
    author = author_key(draft.agents)
    owner = author or f"nxb {word_key(draft.publisher)} {word_key(draft.subtitle)}"
    return shortened(f"{title}|{owner}|{volume_key(draft.volume)}", MAX_KEY)


def set_key(work: str) -> str:
    """What the volumes of one title have in common: the key of a work without its volume."""
    title, bar, _volume = work.rpartition("|")
    return title if bar and len(work) < MAX_KEY else work


def shortened(key: str, length: int) -> str:
    """A key that fits its column; what is cut off still counts, by its digest."""
    if len(key) <= length:
        return key
    digest = hashlib.blake2b(key.encode(), digest_size=10).hexdigest()
    return f"{key[: length - 21]}#{digest}"
