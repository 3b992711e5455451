"""`portal demo`: load the demo, add made-up records, make the accounts to try it with."""

from __future__ import annotations

from collections.abc import Sequence

import click
from sqlalchemy import select

from portal.accounts.models import Account
from portal.accounts.service import create_account
from portal.cards.acting import Clerk
from portal.db import db, writing
from portal.demo.borrowers import PARENT, READER, RENEWING, load_borrowers
from portal.demo.loading import load_editions, load_network, newest_copy, tell_the_past
from portal.demo.synthetic import synthetic_editions
from portal.demo.titles import Row, editions
from portal.libraries.network import network
from portal.progress import Progress
from portal.roles import Role

AT_ONCE = 20_000  # made-up editions spread and imported together
PASSWORD = "xin chào thư viện"  # noqa: S105 - of the demo accounts, shown to whoever starts it
PEOPLE = (
    ("quantri@demo.vn", "Quản trị mẫu", Role.ADMINISTRATOR, None),
    ("thuthu@demo.vn", "Thủ thư mẫu (Tây Hồ)", Role.LIBRARIAN, "KV-TAYHO"),
)

# With them come accounts of readers, made by the way every reader takes.
READERS = (
    (READER, "Bạn đọc mẫu"),
    (PARENT, "Phụ huynh mẫu, có thẻ của các con"),
    (RENEWING, "Bạn đọc mẫu, thẻ sắp hết hạn"),
)


@click.group(invoke_without_command=True)
@click.option("--records", type=click.IntRange(1, 5_000_000), help="Thêm chừng này ấn bản tạo ra.")
@click.pass_context
def demo(ctx: click.Context, records: int | None) -> None:
    """Dữ liệu mẫu: mạng lưới, mục lục, tài khoản; --records N thêm biểu ghi để thử quy mô."""
    if records:
        _add_synthetic(records)
    elif ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@demo.command()
def load() -> None:
    """Nạp mạng lưới, mục lục, tài khoản và bạn đọc mẫu."""
    with writing():
        load_network(db.session)
        _spread(editions(), "Nạp mục lục mẫu")
        tell_the_past(db.session)
        city, clerk = _make_accounts()
        load_borrowers(db.session, clerk, city, PASSWORD)
        db.session.commit()


@demo.command()
def accounts() -> None:
    """Cho biết các tài khoản mẫu có trong cơ sở dữ liệu."""
    told = {email: f"{name}, {role.value}" for email, name, role, _ in PEOPLE} | dict(READERS)
    there = set(db.session.scalars(select(Account.email).where(Account.email.in_(told))))
    for email, who in told.items():
        if email in there:
            click.echo(f"Tài khoản mẫu: {email} / {PASSWORD}    ({who})")


def _add_synthetic(count: int) -> None:
    with writing():
        if not network(db.session).branches:
            load_network(db.session)
        before = newest_copy(db.session)
        made: list[Row] = []
        for row in synthetic_editions(editions(), count):
            made.append(row)
            if len(made) == AT_ONCE:
                _spread(made, "Thêm biểu ghi tạo ra")
                made = []
        if made:
            _spread(made, "Thêm biểu ghi tạo ra")
        tell_the_past(db.session, before)
        db.session.commit()
    click.echo("Chạy «portal index update» để tìm được những biểu ghi này.")


def _spread(rows: Sequence[Row], label: str) -> None:
    with Progress(label, unit="thư viện") as progress:

        def step(done: int, of: int) -> None:
            progress.total = of
            progress.reach(done)

        load_editions(db.session, rows, step)


def _make_accounts() -> list[Clerk]:
    """The accounts of `PEOPLE`, as who they are behind a desk."""
    found = network(db.session)
    clerks = []
    for email, name, role, code in PEOPLE:
        branch = found.find(code)
        library_id = branch.id if branch else None
        account = create_account(
            db.session,
            email=email,
            name=name,
            password=PASSWORD,
            role=role,
            library_id=library_id,
        )
        clerks.append(Clerk(account.id, name, role, library_id))
    return clerks
