"""People and bodies of a MARC record: headings 1XX and 7XX, and who else 245$c names."""

from __future__ import annotations

from dataclasses import replace

from portal.catalogue.kinds import AgentKind, Role
from portal.catalogue.reading.draft import DraftAgent
from portal.catalogue.reading.fields import DataField, MarcRecord
from portal.catalogue.reading.person_names import agent_of_heading
from portal.catalogue.reading.punctuation import trimmed
from portal.catalogue.reading.responsibility import agents_of_statement, without_repeats
from portal.catalogue.reading.roles import is_statement, role_of_code, role_of_phrase
from portal.vietnamese.names import direct_form, name_key

_MAIN = ("100", "110", "111")
_ADDED = ("700", "710", "711", "720")


def agents_of(record: MarcRecord, responsibility: str | None) -> tuple[DraftAgent, ...]:
    """Every agent once, headings first; roles the headings leave out come from 245$c."""
    printed = agents_of_statement(responsibility)
    said = {name_key(agent.name): agent.role for agent in reversed(printed)}
    found: list[DraftAgent] = []
    for field in record.fields(*_MAIN, *_ADDED):
        found.extend(_from_heading(field, said))
    known = {name_key(agent.name) for agent in found}
    found.extend(
        agent
        for agent in printed
        if name_key(agent.name) not in known and (not found or agent.role is not Role.author)
    )
    return without_repeats(found)


def _from_heading(field: DataField, said: dict[str, Role]) -> list[DraftAgent]:
    if field.get("t") and field.tag in _ADDED:
        return []  # a work that is contained or related, not somebody who made this book
    name = (field.get("a") or "").strip(" ,;:/")
    if not name:
        return []
    if field.tag[1:] == "00" or field.tag == "720":
        return _people(field, name, said)
    kind = AgentKind.corporate if field.tag[1:] == "10" else AgentKind.meeting
    body = trimmed(field.joined("abnp" if kind is AgentKind.corporate else "acdn", ". "))
    body = (body or "").replace("..", ".").replace(",.", ".")
    return [DraftAgent(body, _role(field) or Role.author, kind)] if body else []


def _people(field: DataField, name: str, said: dict[str, Role]) -> list[DraftAgent]:
    """One person, or as many as a whole statement in $a names."""
    if is_statement(name):
        several = agents_of_statement(name)
        if several:
            return list(several)
    numbered = f"{name} {field.get('b')}" if field.get("b") else name
    agent = agent_of_heading(_inverted_as_marked(field, numbered))
    if agent is None:
        return []
    role = _role(field) or said.get(name_key(agent.name)) or Role.author
    return [replace(agent, role=role)]


def _inverted_as_marked(field: DataField, name: str) -> str:
    """A second comma holds a title ("Twain, Mark, Sir"): only the first two parts are the name."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if field.indicators[0] == "1" and len(parts) > 2:
        return direct_form(", ".join(parts[:2]))
    return name


def _role(field: DataField) -> Role | None:
    for code in field.all("4"):
        if role := role_of_code(code):
            return role
    for phrase in field.all("e"):
        if role := role_of_phrase(phrase):
            return role
    return None
