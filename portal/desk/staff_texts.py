"""What was done to a colleague's account, in words. Texts only."""

from __future__ import annotations

from portal.accounts import staff_texts
from portal.accounts.staff_models import StaffEvent
from portal.accounts.staff_texts import role_text
from portal.desk.presenters import library_text
from portal.i18n import gettext as _
from portal.libraries.branches import Network
from portal.roles import Role


def act_text(event: StaffEvent, network: Network) -> str:
    """«Đổi nơi làm việc: Thủ thư, Tây Hồ → Phụ trách thư viện, Tây Hồ»."""
    done = staff_texts.act_text(event.act)
    if not event.before or not event.after:
        return done
    return f"{done}: {_place_text(event.before, network)} → {_place_text(event.after, network)}"


def _place_text(place: str, network: Network) -> str:
    role, _at, library = place.partition("@")
    where = library_text(network, int(library)) if library else _("Toàn thành phố")
    return f"{role_text(Role(role))}, {where}"
