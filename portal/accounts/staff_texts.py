"""What roles are called, and what may be done to the account of somebody at work. Texts only."""

from __future__ import annotations

from portal.accounts.staff_models import StaffAct
from portal.i18n import gettext as _
from portal.roles import Role


def role_text(role: Role) -> str:
    return {
        Role.READER: _("Bạn đọc"),
        Role.LIBRARIAN: _("Thủ thư"),
        Role.HEAD: _("Phụ trách thư viện"),
        Role.CITY_STAFF: _("Cán bộ nghiệp vụ của thành phố"),
        Role.ADMINISTRATOR: _("Quản trị"),
    }[role]


def act_text(act: StaffAct) -> str:
    return {
        StaffAct.SIGN_OUT: _("Đăng xuất mọi máy"),
        StaffAct.FACTOR_OFF: _("Tắt xác thực hai lớp"),
        StaffAct.PASSWORD_LINK: _("Gửi đường dẫn đặt mật khẩu mới"),
        StaffAct.PLACE: _("Đổi vai trò, nơi làm việc"),
    }[act]
