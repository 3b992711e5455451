"""Commands for accounts."""

from __future__ import annotations

import click

from portal.accounts.service import SHORTEST_PASSWORD, BadAccount, create_account
from portal.db import db, writing
from portal.libraries.network import network
from portal.roles import STAFF, Role

ROLES = sorted(role.value for role in STAFF)
PROBLEMS = {
    "email": "Địa chỉ email không đúng dạng.",
    "taken": "Đã có tài khoản dùng email này.",
    "password": f"Mật khẩu phải có ít nhất {SHORTEST_PASSWORD} ký tự.",
}


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
        branch = network(db.session).find(library) if library else None
        if library and branch is None:
            raise click.ClickException(
                f"Không có thư viện mã {library}: xem «portal libraries list»."
            )
        try:
            create_account(
                db.session,
                email=email,
                name=name,
                password=password,
                role=Role(role),
                library_id=branch.id if branch else None,
            )
        except BadAccount as bad:
            raise click.ClickException(PROBLEMS[bad.problem]) from bad
        db.session.commit()
    click.echo(f"Đã tạo tài khoản {email}.")
