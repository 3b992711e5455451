"""The forms of the page about ranges of card numbers."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from portal.cards.models import NumberRange as Range
from portal.cards.models.numbers import LONGEST_DESK
from portal.cards.offline import MOST_BLANKS
from portal.desk.setting_forms import NumberField
from portal.i18n import lazy_gettext as _l
from portal.i18n import ngettext
from portal.vietnamese import normalise
from portal.web.forms import PortalForm


class _OneOfTwo(PortalForm):
    """A page with two forms gives the token to each itself; the portal checks it."""

    class Meta(PortalForm.Meta):
        csrf = False


class DeskForm(_OneOfTwo):
    """A range for a desk without the network."""

    desk = StringField(
        _l("Tên quầy"),
        [DataRequired(), Length(max=LONGEST_DESK)],
        filters=[lambda text: normalise(text or "")],
        description=_l("Thí dụ: Xe thư viện lưu động, Quầy xã Ba Vì."),
        render_kw={"autocomplete": "off"},
    )


class BlanksForm(_OneOfTwo):
    """So many blanks of one of the ranges kept for desks."""

    number_range = SelectField(_l("Dải số"))
    count = NumberField(
        _l("Bao nhiêu phôi"),
        [InputRequired(), NumberRange(1, MOST_BLANKS)],
        default=50,
        description=_l("Mười phôi một tờ A4; mỗi lần nhiều nhất %(most)s phôi.", most=MOST_BLANKS),
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )

    def offer(self, rows: Iterable[Range]) -> bool:
        """Whether any of a library's ranges is kept for a desk and has numbers left."""
        self.number_range.choices = {
            row.prefix: f"{row.prefix}, {row.desk}: "
            + ngettext("còn %(num)s số", "còn %(num)s số", row.left)
            for row in rows
            if row.desk and row.left
        }
        return bool(self.number_range.choices)
