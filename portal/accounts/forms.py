"""The forms of signing in and of an account."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from wtforms import BooleanField, EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from portal.accounts.passwords import LONGEST
from portal.i18n import lazy_gettext as _l
from portal.mail.addresses import LONGEST as LONGEST_ADDRESS
from portal.web.forms import PortalForm


class SignInForm(PortalForm):
    name = StringField(_l("Email hoặc số thẻ"), [InputRequired(), Length(max=LONGEST_ADDRESS)])
    password = PasswordField(_l("Mật khẩu"), [InputRequired(), Length(max=LONGEST)])
    shared = BooleanField(_l("Máy dùng chung: tự đăng xuất khi đóng trình duyệt, chậm nhất 1 giờ"))


class CodeForm(PortalForm):
    code = StringField(_l("Mã"), [InputRequired(), Length(max=40)])


class ForgottenForm(PortalForm):
    name = StringField(_l("Email hoặc số thẻ"), [InputRequired(), Length(max=LONGEST_ADDRESS)])


class NewPasswordForm(PortalForm):
    password = PasswordField(_l("Mật khẩu mới"), [InputRequired(), Length(max=LONGEST)])
    again = PasswordField(
        _l("Gõ lại mật khẩu mới"),
        [InputRequired(), EqualTo("password", _l("Hai lần gõ không giống nhau."))],
    )


class ProvingForm(PortalForm):
    """Whoever sends it proves once more that they are the owner."""

    current = PasswordField(_l("Mật khẩu hiện nay"), [InputRequired(), Length(max=LONGEST)])


class ChangePasswordForm(ProvingForm, NewPasswordForm):
    """The password of now, then the new one twice."""


class EmailForm(ProvingForm):
    email = EmailField(_l("Email mới"), [InputRequired(), Length(max=LONGEST_ADDRESS)])


class ClosingForm(ProvingForm):
    """The end of an account. shown: what its page told of it, as `show` wrote it."""

    shown = HiddenField()

    def show(self, marks: Mapping[str, str]) -> None:
        """marks: by room, of what would end."""
        self.shown.data = urlencode(marks)

    @property
    def marks(self) -> dict[str, str]:
        return dict(parse_qsl(self.shown.data or "", keep_blank_values=True))


class FactorForm(ProvingForm, CodeForm):
    """The password and a code: what protects an account is not taken away with less."""


class ConfirmForm(PortalForm):
    """A button."""
