"""The form of where a colleague works, and as what."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField

from portal.accounts.staff import CITY_WIDE, PlaceNeeded
from portal.accounts.staff_texts import role_text
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.libraries.branches import Network
from portal.roles import Role
from portal.web.forms import PortalForm
from portal.web.refusals import explain

ROLES = (Role.LIBRARIAN, Role.HEAD, Role.CITY_STAFF, Role.ADMINISTRATOR)


class PlaceForm(PortalForm):
    role = SelectField(_l("Vai trò"), coerce=Role)
    library = SelectField(_l("Thư viện"))

    def __init__(self, network: Network, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(one, role_text(one)) for one in ROLES]
        self.library.choices = [
            ("", _("Toàn thành phố")),
            *((one.code, one.label) for one in network.branches),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        fine: bool = super().validate(extra_validators)
        if fine and not self.library.data and self.role.data not in CITY_WIDE:
            self.library.errors = [explain(PlaceNeeded()).rule]
            return False
        return fine
