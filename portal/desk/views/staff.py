"""The accounts of those who work here: seen by heads and by the city, looked after by few."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import staff as colleagues
from portal.accounts.staff import Colleague, NotInCharge
from portal.db import db
from portal.desk import staff_texts
from portal.desk.staff_forms import PlaceForm
from portal.desk.views.at_library import asked_library, library_id, settings_page
from portal.desk.views.blueprint import NUMBER, attempt, bp, me
from portal.i18n import gettext as _
from portal.i18n import ngettext
from portal.libraries.mine import current_network
from portal.roles import Role
from portal.web.access import staff
from portal.web.paging import Page, offset, page_number

PER_PAGE = 50
EVENTS = 20

SEERS = (Role.HEAD, Role.CITY_STAFF, Role.ADMINISTRATOR)
KEEPERS = (Role.HEAD, Role.ADMINISTRATOR)


@bp.get("/quay/nhan-vien")
@staff(*SEERS)
def staff_list() -> str:
    """Who works at a library, or anywhere; below, what was done to their accounts."""
    at, number = asked_library(), page_number(request.args.get("trang"))
    where = library_id(at)
    rows = colleagues.colleagues(db.session, me(), where, PER_PAGE, offset(number, PER_PAGE))
    return settings_page(
        "staff",
        at,
        page=Page(rows, number, PER_PAGE, colleagues.count_colleagues(db.session, where)),
        events=colleagues.events(db.session, where, EVENTS),
        staff_texts=staff_texts,
    )


@bp.get(f"/quay/nhan-vien/<{NUMBER}:account_id>")
@staff(*SEERS)
def staff_member(account_id: int) -> str:
    one = _colleague(account_id)
    branch = current_network().by_id.get(one.library_id or 0)
    chosen = {"role": one.role, "library": branch.code if branch else ""}
    return _member_page(one, PlaceForm(current_network(), None, data=chosen))


@bp.post(f"/quay/nhan-vien/<{NUMBER}:account_id>/dang-xuat")
@staff(*KEEPERS)
def sign_staff_out(account_id: int) -> ResponseReturnValue:
    def act() -> str:
        count = colleagues.sign_out_everywhere(db.session, me(), account_id)
        return ngettext("Đã đăng xuất %(num)s máy.", "Đã đăng xuất %(num)s máy.", count)

    return _attempt(act, account_id)


@bp.post(f"/quay/nhan-vien/<{NUMBER}:account_id>/tat-hai-lop")
@staff(*KEEPERS)
def turn_staff_factor_off(account_id: int) -> ResponseReturnValue:
    def act() -> str:
        colleagues.factor_off(db.session, me(), account_id)
        return _("Đã tắt xác thực hai lớp và đăng xuất mọi máy. Chủ tài khoản được báo qua thư.")

    return _attempt(act, account_id)


@bp.post(f"/quay/nhan-vien/<{NUMBER}:account_id>/mat-khau")
@staff(*KEEPERS)
def send_staff_link(account_id: int) -> ResponseReturnValue:
    def act() -> str:
        colleagues.send_password_link(db.session, me(), account_id)
        return _("Đang gửi đường dẫn đặt mật khẩu mới tới hộp thư của chủ tài khoản.")

    return _attempt(act, account_id)


@bp.post(f"/quay/nhan-vien/<{NUMBER}:account_id>/noi-lam-viec")
@staff(Role.ADMINISTRATOR)
def place_staff(account_id: int) -> ResponseReturnValue:
    """Another role or library; a choice that cannot be is told beside it."""
    one, form = _colleague(account_id), PlaceForm(current_network())
    if not form.validate():
        return _member_page(one, form), 422
    branch = current_network().find(form.library.data)

    def act() -> str:
        where = branch.id if branch else None
        colleagues.place(db.session, me(), account_id, form.role.data, where)
        return _("Đã đổi vai trò và nơi làm việc; mọi máy của người này phải đăng nhập lại.")

    return _attempt(act, account_id)


def _attempt(act: Callable[[], str], account_id: int) -> ResponseReturnValue:
    """Do something to somebody's account and go back to it; 403 for who has no charge of it."""

    def allowed() -> str:
        try:
            return act()
        except NotInCharge:
            abort(403)

    return attempt(allowed, url_for(".staff_member", account_id=account_id))


def _colleague(account_id: int) -> Colleague:
    """One whom whoever is here may see; nobody learns of others whether they are there."""
    return colleagues.colleague(db.session, me(), account_id) or abort(404)


def _member_page(one: Colleague, form: PlaceForm) -> str:
    return settings_page(
        "staff_member",
        None,
        one=one,
        form=form,
        staff_texts=staff_texts,
        may_place=one.in_charge and me().role is Role.ADMINISTRATOR,
        events=colleagues.events(db.session, None, EVENTS, account_id=one.id),
    )
