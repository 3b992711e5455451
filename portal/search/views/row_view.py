"""A row of results in words: titles with their matches, where it stands, what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.catalogue.covers import cover_svg
from portal.catalogue.kinds import CopyStatus, Material, Role
from portal.catalogue.presenters import (
    lang_attribute,
    language_text,
    material_text,
    volume_text,
)
from portal.catalogue.presenters_holdings import loan_text
from portal.i18n import gettext as _
from portal.i18n import ngettext
from portal.libraries.branches import Branch
from portal.libraries.presenters import OpenBadge, stacks_text
from portal.search.highlight import Highlighter
from portal.search.holdings import Holding, leading
from portal.search.rows import Row
from portal.search.views.doors import Doors


@dataclass(frozen=True, slots=True)
class Place:
    """The first thing said of where a work is: a status, its words, the library."""

    status: str
    text: str
    branch: Branch
    mine: bool
    room: str
    badge: OpenBadge
    edition_url: str | None
    """The record the copies are of, when it is another edition than the row's."""


@dataclass(frozen=True, slots=True)
class RowView:
    row: Row
    url: str
    title: Markup
    plain_title: str
    subtitle: Markup
    lang: str
    cover: Markup
    authors: list[tuple[Markup, str | None]]
    publication: list[str]
    snippet: Markup | None
    editions: str
    place: Place | None
    others: str
    absent: bool
    """My library has none of it, and that is worth saying."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What the rows of a page are told with: the query, whose library counts, who is open."""

    highlighter: Highlighter
    mine: Branch | None
    chosen: Collection[int]
    doors: Doors
    agent_url: Callable[[int], str]
    record_url: Callable[[int], str]

    def view(self, row: Row, url: str) -> RowView:
        title = _title(row)
        place = self._place(row)
        return RowView(
            row=row,
            url=url,
            title=self.highlighter.marked(title, "title"),
            plain_title=title,
            subtitle=self.highlighter.marked(row.subtitle, "title"),
            lang=lang_attribute(row.language),
            cover=cover_svg(title, row.by, row.ddc, size="row"),
            authors=list(self._authors(row)),
            publication=_publication(row),
            snippet=self._snippet(row, title),
            editions=_editions_text(row),
            place=place,
            others=_others_text(row.holdings, place),
            absent=bool(self.mine and place and not place.mine),
        )

    def _authors(self, row: Row) -> Iterator[tuple[Markup, str | None]]:
        for agent in row.agents:
            name = self.highlighter.marked(agent.name, "agent")
            if agent.role is Role.translator:
                name += " " + _("(dịch)")
            yield name, self.agent_url(agent.id)
        if row.more_agents:
            yield escape(_("và những người khác")), None

    def _snippet(self, row: Row, title: str) -> Markup | None:
        """A piece of the summary when something asked for stands there and in no line above."""
        asked = self.highlighter.answering(row.summary, "note")
        if not asked:
            return None
        asked -= self.highlighter.answering(title, "title")
        asked -= self.highlighter.answering(row.subtitle, "title")
        for agent in row.agents:
            asked -= self.highlighter.answering(agent.name, "agent")
        return self.highlighter.snippet(row.summary, "note") if asked else None

    def _badge(self, branch: Branch) -> OpenBadge:
        """Nothing where only one library is chosen: the page says it above the rows."""
        told = len(self.chosen) == 1 and branch.id in self.chosen
        return OpenBadge("unknown", "") if told else self.doors.badge(branch)

    def _place(self, row: Row) -> Place | None:
        holding = leading(row.holdings, self.mine, self.chosen, self.doors.is_open)
        if holding is None:
            return None
        status, text = _status(holding)
        return Place(
            status=status,
            text=text,
            branch=holding.branch,
            mine=self.mine is not None and holding.branch.id == self.mine.id,
            room=stacks_text(holding.room.stacks) if holding.room else "",
            badge=self._badge(holding.branch),
            edition_url=self._other_edition(row, holding),
        )

    def _other_edition(self, row: Row, holding: Holding) -> str | None:
        records = holding.records
        return None if row.record_id in records else self.record_url(min(records))


def _title(row: Row) -> str:
    """Nhan đề. Tập 2, Nhan đề tập."""
    part = ", ".join(filter(None, (volume_text(row.volume), row.part_title)))
    return f"{row.title}. {part}" if part else row.title


def _publication(row: Row) -> list[str]:
    imprint = ", ".join(filter(None, (row.publisher, row.year)))
    language = language_text(row.language) if row.language != "vie" else ""
    material = material_text(row.material) if row.material is not Material.book else ""
    return [part for part in (imprint, row.edition, material, language) if part]


def _editions_text(row: Row) -> str:
    others = row.editions - 1
    if others < 1:
        return ""
    return ngettext("%(num)s ấn bản khác", "%(num)s ấn bản khác", others)


def _status(holding: Holding) -> tuple[str, str]:
    """The status code of the macro, and the words when its own do not say enough."""
    if holding.home:
        return "available", ngettext("%(num)s bản sẵn sàng", "%(num)s bản sẵn sàng", holding.home)
    if holding.ready:
        return "on_site", _("Chỉ đọc tại chỗ")
    if holding.waiting is CopyStatus.on_loan and holding.due_on:
        return "on_loan", loan_text(holding.due_on)
    return holding.waiting.name, ""


def _others_text(holdings: Sequence[Holding], place: Place | None) -> str:
    others = [one for one in holdings if place is None or one.branch.id != place.branch.id]
    if not others:
        return ""
    text = ngettext("và %(num)s thư viện khác", "và %(num)s thư viện khác", len(others))
    ready = sum(1 for one in others if one.ready)
    if not ready:
        return text
    return f"{text} {ngettext('(%(num)s nơi còn sách)', '(%(num)s nơi còn sách)', ready)}"
