"""A statement of responsibility taken apart: who did what.

The statement itself stays in the record as printed; what cannot be told to be a name is left there
and not made into an agent. Examples in tests/catalogue/reading/test_responsibility.py.
"""

from __future__ import annotations

import re
from dataclasses import replace

from portal.catalogue.kinds import AgentKind, Role
from portal.catalogue.reading.draft import DraftAgent
from portal.catalogue.reading.person_names import agent_of, is_vietnamese_name, names_nobody
from portal.catalogue.reading.roles import FOREIGN_AFTER, FOREIGN_BY, VIETNAMESE, role_of_phrase

MAX_STATEMENT = 2_000
"""Longer ones are summaries in the wrong field; they are kept and not read for names."""

_OTHERS = re.compile(
    r"\s*,?\s*(?:\[?\s*(?:et al\.?|and others|et autres|v\.\s?v\.?|"
    r"và (?:những )?(?:người|tác giả) khác|và nnk\.?|và cộng sự|nnk\.?|…|\.\.\.+)\s*\]?)+",
    re.IGNORECASE,
)
_MORE = rf"(?:\s*(?:,|và|-|–|&|\+|/)\s*(?:{VIETNAMESE}))*"
_COLON = re.compile(rf"^((?:{VIETNAMESE}){_MORE}(?:\s+và\s+\w+)?)\s*:\s*(.+)$", re.IGNORECASE)
_COLON_INSIDE = re.compile(rf"[,.]\s+(?=(?:{VIETNAMESE}){_MORE}\s*:)", re.IGNORECASE)
_AFTER = re.compile(rf"^(.+?)[\s,]+((?:{VIETNAMESE}){_MORE})(?:\s+(?:từ|theo|qua)\s.+)?\.?$")
_AFTER_CAPITAL = re.compile(
    r"^(.+?)[\s,]+((?:Tổng c|Đồng c|C)hủ biên|Biên soạn|Sưu tầm|Hiệu đính|Giới thiệu|"
    r"Tuyển chọn|Biên dịch|Biên tập|Minh h(?:ọa|oạ))\.?$"
)
_IN_BRACKETS = re.compile(r"^(.+?)\s*[(\[]([^()\[\]]{1,40})[)\]]\s*\.?$")
_BY = re.compile(
    rf"^\[?((?:{FOREIGN_BY})(?:\s+(?:and|et|&)\s+(?:{FOREIGN_BY}))*(?:\s[^,:;]{{0,40}}?)?\s"
    r"(?:by|par|de|of)\s|(?:[Bb]y|[Pp]ar)\s|(?:[Ss]ous la direction d(?:e\s|'))|"
    rf"(?:{FOREIGN_BY})\s*:\s|(?:arr|ill|illus|transl?|trad|comp|photogr)\.\s)\]?\s*(.+)$",
    re.IGNORECASE,
)
_FOREIGN_LAST = re.compile(rf"^(.+?),?\s+(?:{FOREIGN_AFTER})$", re.IGNORECASE)
_BETWEEN = re.compile(r"(\s*(?:,|&|\s(?:và|and|et|with|avec|cùng)\s)\s*)")
_SECOND_HANDS = {Role.illustrator, Role.introducer, Role.photographer, Role.reviser}


def agents_of_statement(statement: str | None) -> tuple[DraftAgent, ...]:
    """People and bodies of a statement in its order, each with what it did."""
    if not statement or len(statement) > MAX_STATEMENT:
        return ()
    text = _OTHERS.sub(" ", statement.strip().strip("/").strip())
    found: list[DraftAgent] = []
    for group in re.split(r"\s*;\s*|\s+/\s+", text):
        for part in _parts(group):
            found.extend(_agents_of_part(part.strip(), first=not found))
    return without_repeats(found)


def _parts(group: str) -> list[str]:
    """ "Dịch: Lê A, h.đ.: Trần B" is two; "Sưu tầm, biên soạn: Lê A" is one."""
    match = _COLON.match(group)
    if match is None:
        return _COLON_INSIDE.split(group)
    first, *others = _COLON_INSIDE.split(match[2])
    return [f"{match[1]}: {first}", *others]


def without_repeats(agents: list[DraftAgent]) -> tuple[DraftAgent, ...]:
    """Each agent once per role, in the given order."""
    return tuple(dict.fromkeys(agents))


def _agents_of_part(part: str, *, first: bool) -> list[DraftAgent]:
    """Agents of what stands between semicolons."""
    default = Role.author
    explicit = False
    for pattern in (_COLON, _BY):
        match = pattern.match(part)
        if match:
            default = role_of_phrase(match[1]) or Role.author
            part, explicit = match[2], True
            break
    return _agents_of_list(part, default, first=first and not explicit)


def _agents_of_list(part: str, default: Role, *, first: bool) -> list[DraftAgent]:
    """Names between commas; a role after a name holds for those before it that have none."""
    found: list[DraftAgent] = []
    waiting = 0  # names at the end of `found` that may still get the role of a later one
    for piece in _rejoined(_BETWEEN.split(part)):
        if waiting and (role := _role_alone(piece)):
            found[-waiting:] = _given(found[-waiting:], role)
            waiting = 0
            continue
        if names_nobody(piece):
            continue
        name, role, alone = _name_and_role(piece)
        agent = agent_of(name)
        if agent is None:
            continue
        if role and not alone and waiting and _reaches_back(found[-waiting:], agent, role, first):
            found[-waiting:] = _given(found[-waiting:], role)
        found.append(replace(agent, role=role or default))
        waiting = 0 if role else waiting + 1
    return found


def _given(agents: list[DraftAgent], role: Role) -> list[DraftAgent]:
    return [replace(agent, role=role) for agent in agents]


def _role_alone(piece: str) -> Role | None:
    """ "editor" in "John Smith, editor"; "chủ biên" in "Nguyễn Văn A, chủ biên"."""
    bare = piece.strip(" .()[]")
    if re.fullmatch(rf"(?:{VIETNAMESE})|(?:{FOREIGN_AFTER})", bare):
        return role_of_phrase(bare)
    return None


def _reaches_back(before: list[DraftAgent], last: DraftAgent, role: Role, first: bool) -> bool:
    """Whether the role after the last name is meant for the names before it as well.

    "Lê A, Trần B dịch" are two translators; in "Stevenson, Lê A dịch" and in
    "Tô Hoài, Lê B minh hoạ" the first name wrote the book.
    """
    if not first:
        return True
    if role in _SECOND_HANDS:
        return False
    if role is Role.translator and is_vietnamese_name(last.name):
        return all(is_vietnamese_name(agent.name) for agent in before)
    return True


def _name_and_role(piece: str) -> tuple[str, Role | None, bool]:
    """The name of a piece, its role, and whether the role is for this name alone."""
    if match := _IN_BRACKETS.match(piece):
        role = role_of_phrase(match[2])
        return match[1], role, True
    for pattern in (_AFTER, _AFTER_CAPITAL):
        if match := pattern.match(piece):
            return match[1], role_of_phrase(match[2]), False
    if match := _FOREIGN_LAST.match(piece):
        return match[1], role_of_phrase(piece[len(match[1]) :]), False
    return piece, None, False


def _rejoined(split: list[str]) -> list[str]:
    """ "Bộ Văn hoá, Thể thao và Du lịch" is one body: give back what the commas took apart.

    `split` holds pieces and, between them, the separators.
    """
    whole: list[str] = []
    for separator, piece in zip(["", *split[1::2]], split[::2], strict=True):
        if whole and piece and _continues_body(whole[-1], piece):
            whole[-1] += separator + piece
        elif piece:
            whole.append(piece)
    return whole


def _continues_body(before: str, piece: str) -> bool:
    body = agent_of(before)
    if body is None or body.kind is not AgentKind.corporate or agent_of(piece):
        return False
    return not _role_alone(piece) and not _name_and_role(piece)[1]
