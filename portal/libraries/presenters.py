"""What the screen says of libraries: open now, kinds, rooms, days. Texts only, no decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from babel.dates import format_date

from portal.clock import in_hanoi, now
from portal.i18n import date_text, locale_code
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.libraries.branches import Branch, BranchRoom, FormerName
from portal.libraries.hours import DatedException, OpenNow, OpenState, Span, Weekly
from portal.libraries.hours_text import clock_text, same_days
from portal.libraries.kinds import LibraryKind, RoomUse, Stacks
from portal.libraries.places import Commune, PlaceMatch, communes


@dataclass(frozen=True, slots=True)
class OpenBadge:
    """Open now? `state` is "open", "closed" or "unknown", `text` the words for it."""

    state: str
    text: str


def open_badge(branch: Branch, moment: datetime | None = None) -> OpenBadge:
    """The badge of a library at a moment, by default the present one."""
    moment = moment or now()
    if branch.closed_since and branch.closed_since <= in_hanoi(moment).date():
        return OpenBadge(OpenState.CLOSED.value, _("Đã ngừng hoạt động"))
    answer = branch.open_at(moment)
    return OpenBadge(answer.state.value, open_now_text(answer, moment))


def open_now_text(answer: OpenNow, moment: datetime) -> str:
    """«Đang mở, đến 17:00», «Đang đóng, mở lại 8:00 thứ Ba (24/11)», «Chưa rõ giờ mở cửa»."""
    if answer.state is OpenState.UNKNOWN:
        return _("Chưa rõ giờ mở cửa")
    if answer.state is OpenState.OPEN:
        return _open_text(answer, in_hanoi(moment))
    if answer.next_opening is None:
        return f"{_('Đang đóng')}: {answer.reason}" if answer.reason else _("Đang đóng")
    opens = clock_text(answer.next_opening.hour * 60 + answer.next_opening.minute)
    if answer.next_opening.date() == in_hanoi(moment).date():
        return _("Đang đóng, mở lại %(time)s hôm nay", time=opens)
    return _(
        "Đang đóng, mở lại %(time)s %(weekday)s (%(day)s)",
        time=opens,
        weekday=weekday_text(answer.next_opening.weekday()),
        day=short_day_text(answer.next_opening.date()),
    )


def _open_text(answer: OpenNow, here: datetime) -> str:
    if answer.until is None or answer.until - here > timedelta(hours=24):
        return _("Đang mở cả ngày đêm")
    until = answer.until.hour * 60 + answer.until.minute
    return _("Đang mở, đến %(time)s", time=clock_text(until or 24 * 60))


_WEEKDAYS = (
    _l("thứ Hai"),
    _l("thứ Ba"),
    _l("thứ Tư"),
    _l("thứ Năm"),
    _l("thứ Sáu"),
    _l("thứ Bảy"),
    _l("Chủ nhật"),
)


def weekday_text(weekday: int) -> str:
    """Monday is 0."""
    return str(_WEEKDAYS[weekday])


def weekday_title(weekday: int) -> str:
    """The same at the head of a row: «Thứ Hai»."""
    text = weekday_text(weekday)
    return text[0].upper() + text[1:]


def short_day_text(day: date) -> str:
    """ "24/11", in English "24 Nov"."""
    locale = locale_code()
    return format_date(day, "d/M" if locale == "vi" else "d MMM", locale)


def days_text(exception: DatedException) -> str:
    """The days of a closure: one date, or the first and the last."""
    if exception.first_day == exception.last_day:
        return date_text(exception.first_day)
    return f"{date_text(exception.first_day)} – {date_text(exception.last_day)}"


def spans_text(spans: Sequence[Span]) -> str:
    """ "8:00–12:00, 13:00–16:30"; without spans, that it is closed."""
    return ", ".join(f"{clock_text(span.opens)}–{clock_text(span.closes)}" for span in spans) or _(
        "Đóng cửa"
    )


def kind_text(kind: LibraryKind) -> str:
    return {
        LibraryKind.CITY: _("Thư viện thành phố"),
        LibraryKind.REGIONAL: _("Thư viện khu vực (cấp huyện cũ)"),
        LibraryKind.COMMUNE: _("Thư viện xã, phường"),
        LibraryKind.BOOKCASE: _("Tủ sách"),
        LibraryKind.POST_OFFICE: _("Điểm bưu điện văn hóa xã"),
        LibraryKind.SCHOOL: _("Thư viện trường học"),
        LibraryKind.MOBILE: _("Thư viện lưu động"),
        LibraryKind.PRIVATE: _("Thư viện tư nhân"),
        LibraryKind.PRISON: _("Thư viện trại giam"),
    }[kind]


def stacks_text(stacks: Stacks) -> str:
    return _("Kho mở") if stacks is Stacks.OPEN else _("Kho kín")


def use_text(use: RoomUse) -> str:
    return _("Mượn về nhà") if use is RoomUse.LENDABLE else _("Đọc tại chỗ")


def room_text(room: BranchRoom) -> str:
    """«Kho mở · Mượn về nhà»."""
    return f"{stacks_text(room.stacks)} · {use_text(room.use)}"


def former_name_text(former: FormerName) -> str:
    """«trước 1/7/2025: Thư viện quận Tây Hồ»."""
    if former.until and former.since:
        when = f"{date_text(former.since)} – {date_text(former.until - timedelta(days=1))}"
    elif former.until:
        when = _("trước %(day)s", day=date_text(former.until))
    elif former.since:
        when = _("từ %(day)s", day=date_text(former.since))
    else:
        when = _("trước đây")
    return f"{when}: {former.name}"


def week_text(weekly: Weekly) -> str:
    """A whole week on one line: «thứ Ba–thứ Sáu 8:00–12:00; Chủ nhật 8:00–11:30»."""
    return "; ".join(
        f"{_day_range_text(days)} {spans_text(spans)}" for days, spans in same_days(weekly)
    )


def _day_range_text(days: Sequence[int]) -> str:
    first, last = weekday_text(days[0]), weekday_text(days[-1])
    return first if first == last else f"{first}–{last}"


def commune_of(branch: Branch) -> Commune | None:
    """The present commune a library stands in, where it is known."""
    return communes().get(branch.commune_code or "")


def place_text(place: PlaceMatch) -> str:
    """«Quận Tây Hồ cũ nay thuộc: phường Tây Hồ, phường Phú Thượng»."""
    return _(
        "%(place)s cũ nay thuộc: %(communes)s.",
        place=place.said[0].upper() + place.said[1:],
        communes=", ".join(commune.full_name for commune in place.communes),
    )


def map_url(branch: Branch) -> str | None:
    """A link to OpenStreetMap, only where the place is known: a guess would send people astray."""
    if branch.latitude is not None and branch.longitude is not None:
        spot = f"{branch.latitude:.5f}/{branch.longitude:.5f}"
        marker = f"mlat={branch.latitude:.5f}&mlon={branch.longitude:.5f}"
        return f"https://www.openstreetmap.org/?{marker}#map=17/{spot}"
    if branch.address:
        commune = commune_of(branch)
        where = [branch.address, commune.full_name if commune else "", "Hà Nội"]
        query = urlencode({"query": ", ".join(filter(None, where))})
        return f"https://www.openstreetmap.org/search?{query}"
    return None
