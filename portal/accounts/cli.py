"""Commands for the accounts of those who work here."""

from __future__ import annotations

import click
from flask import current_app, url_for
from sqlalchemy import select

from portal.accounts.devices import sign_out_all
from portal.accounts.links import make_link
from portal.accounts.models import Account
from portal.accounts.names import account_named, plain
from portal.accounts.second_factor import has_second_factor, turn_off
from portal.accounts.secrets_models import LinkKind
from portal.accounts.service import close_account, create_account, give_role
from portal.db import db, writing
from portal.libraries.network import network
from portal.roles import STAFF, Role

ROLES = sorted(role.value for role in STAFF)


@click.group()
def accounts() -> None:
    """Tài khoản cán bộ thư viện."""


@accounts.command()
@click.argument("email")
@click.option("--name", required=True, help="Họ và tên.")
@click.option("--role", type=click.Choice(ROLES), default="librarian", show_default=True)
@click.option("--library", help="Mã thư viện nơi làm việc; bỏ trống: toàn thành phố.")
@click.password_option()
def create(email: str, name: str, role: str, library: str | None, password: str) -> None:
    """Tạo tài khoản cho cán bộ; mật khẩu được hỏi, không nằm trong lệnh."""
    with writing():
        create_account(
            db.session,
            email=email,
            name=name,
            password=password,
            role=Role(role),
            library_id=_library_id(library),
        )
        db.session.commit()
    click.echo(f"Đã tạo tài khoản {email}.")


@accounts.command("list")
def list_staff() -> None:
    """Liệt kê tài khoản cán bộ: email, tên, vai trò, nơi làm việc, xác thực hai lớp."""
    found = network(db.session)
    staff = select(Account).where(Account.closed_at.is_(None), Account.role.in_(STAFF))
    for one in db.session.scalars(staff.order_by(Account.role, Account.email)):
        branch = found.by_id.get(one.library_id) if one.library_id else None
        factor = "hai lớp" if has_second_factor(db.session, one.id) else "một lớp"
        where = branch.code if branch else "-"
        click.echo(f"{one.email}\t{one.name}\t{one.role.value}\t{where}\t{factor}")


@accounts.command("role")
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--library", help="Mã thư viện nơi làm việc; bỏ trống: toàn thành phố.")
def change_role(email: str, role: str, library: str | None) -> None:
    """Đổi vai trò và nơi làm việc; các máy đang đăng nhập phải đăng nhập lại."""
    with writing():
        give_role(db.session, _account(email), Role(role), _library_id(library))
        db.session.commit()
    click.echo(f"{email}: {role}.")


@accounts.command()
@click.argument("email")
def link(email: str) -> None:
    """In đường dẫn đặt mật khẩu mới, dùng một lần trong 1 giờ, cho người không nhận được thư."""
    with writing():
        token = make_link(db.session, _account(email).id, LinkKind.PASSWORD)
        db.session.commit()
    with current_app.test_request_context(base_url=current_app.config["PORTAL"].own_address):
        click.echo(url_for("accounts.new_password", token=token, _external=True))


@accounts.command("sign-out")
@click.argument("email")
def sign_out(email: str) -> None:
    """Đăng xuất một tài khoản khỏi mọi máy."""
    with writing():
        count = sign_out_all(db.session, _account(email).id)
        db.session.commit()
    click.echo(f"Đã đăng xuất {count} máy.")


@accounts.command("second-factor-off")
@click.argument("email")
def second_factor_off(email: str) -> None:
    """Tắt xác thực hai lớp của người mất điện thoại và mã dự phòng; họ được báo qua thư."""
    with writing():
        turn_off(db.session, _account(email))
        db.session.commit()
    click.echo(f"{email}: đã tắt xác thực hai lớp.")


@accounts.command()
@click.argument("email")
@click.confirmation_option(prompt="Đóng tài khoản này? Không mở lại được.")
def close(email: str) -> None:
    """Đóng tài khoản: không ai đăng nhập được nữa, trên mọi máy, ngay lập tức."""
    with writing():
        close_account(db.session, _account(email))
        db.session.commit()
    click.echo(f"Đã đóng tài khoản {email}.")


def _account(email: str) -> Account:
    account = account_named(db.session, plain(email))
    if account is None:
        raise click.ClickException(f"Không có tài khoản {email}: xem «portal accounts list».")
    return account


def _library_id(code: str | None) -> int | None:
    if not code:
        return None
    branch = network(db.session).find(code)
    if branch is None:
        raise click.ClickException(f"Không có thư viện mã {code}: xem «portal libraries list».")
    return branch.id
