"""Commands for mail."""

from __future__ import annotations

import contextlib
import secrets

import click
from sqlalchemy import select

from portal.clock import today
from portal.db import db, writing
from portal.i18n import LANGUAGES, SOURCE
from portal.mail import keeping
from portal.mail.addresses import BadAddress
from portal.mail.delivery import NotReached
from portal.mail.models import Letter
from portal.mail.outbox import post
from portal.mail.sending import send
from portal.mail.setup import office


@click.group()
def mail() -> None:
    """Thư điện tử: gửi thử, gửi lại thư không đi được."""


@mail.command()
@click.argument("address")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default=SOURCE, show_default=True)
@click.pass_context
def trial(ctx: click.Context, address: str, language: str) -> None:
    """Gửi ngay một thư thử tới ADDRESS và cho biết máy chủ thư trả lời thế nào."""
    key = f"trial:{secrets.token_hex(8)}"
    with writing():
        try:
            post(
                db.session, "trial", to=address, locale=language, values={"day": today()}, once=key
            )
        except BadAddress as bad:
            raise click.ClickException("Địa chỉ thư không đúng dạng.") from bad
        db.session.commit()
        letter = db.session.scalars(select(Letter.id).where(Letter.once == key)).one()
        db.session.commit()
        with contextlib.suppress(NotReached), contextlib.closing(office().line()) as line:
            send(db.session, office(), line, letter)
    found = db.session.get_one(Letter, letter, populate_existing=True)
    if found.sent_at is None:
        raise click.ClickException(f"Chưa gửi được: {found.trouble}. Thư {letter} sẽ được thử lại.")
    folder = office().folder
    click.echo(f"Đã gửi thư {letter}." if office().server else f"Thư {letter} nằm ở {folder}.")


@mail.command()
def hold() -> None:
    """Gác mọi thư đang chờ, chẳng hạn sau khi phục hồi cơ sở dữ liệu từ bản sao cũ.

    Thư bị gác nằm cùng những thư đã thôi gửi; «portal mail resend» cho chúng đi.
    """
    with writing():
        count = keeping.hold(db.session)
        db.session.commit()
    click.echo(f"Đã gác {count} thư.")


@mail.command()
@click.argument("letters", type=int, nargs=-1)
@click.option("--failed", is_flag=True, help="Mọi thư đã thôi gửi mà còn đáng gửi.")
def resend(letters: tuple[int, ...], failed: bool) -> None:
    """Gửi lại những thư mang số LETTERS (xem «portal jobs status»).

    Thư «có thể đã đi, có thể chưa» mà gửi lại thì bạn đọc có thể nhận hai lần.
    """
    if not letters and not failed:
        raise click.UsageError("Nêu số của thư, hoặc --failed.")
    with writing():
        count = keeping.send_again(db.session, letters, failed=failed)
        db.session.commit()
    click.echo(f"{count} thư được đưa vào hàng chờ; chúng đi khi «portal jobs run» chạy.")
