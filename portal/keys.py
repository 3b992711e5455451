"""``portal sealing``: the key that personal data is sealed with, and the one that follows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import cast

import click
import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from portal import key_texts as _texts  # noqa: F401 - whoever refuses has a text
from portal.alone import alone
from portal.clock import in_hanoi, now
from portal.config import Settings, kept_key
from portal.db import SEALING_KEY, db
from portal.key_mark import (
    KeyMark,
    NotSetUp,
    file_fits,
    fits,
    has_marks,
    look,
    mark,
    marked,
    next_fits,
)
from portal.resealing import Keys, reseal_all
from portal.sealing import CannotOpen

LOSSES = (
    ("documents_lost", "số giấy tờ: quầy hỏi lại khi bạn đọc đến"),
    ("letters_lost", "thư chưa đi hoặc giữ để gửi lại"),
    ("second_factors_lost", "xác thực hai lớp: chủ tài khoản thiết lập lại"),
    ("recovery_codes_lost", "tài khoản có mã dự phòng: chủ tài khoản tạo mã mới"),
)


@click.group()
def sealing() -> None:
    """Khóa niêm phong dữ liệu cá nhân: xem, đổi, nhận khóa mới khi khóa cũ đã mất."""


@sealing.command()
def status() -> None:
    """Khóa đang dùng có phải khóa của cơ sở dữ liệu không; không phải thì mã thoát là 1."""
    with db.engine.connect() as connection:
        look(connection, _settings())
        since = connection.execute(sa.select(KeyMark.since)).scalar_one()
    click.echo(f"Đúng khóa của cơ sở dữ liệu, dùng từ {in_hanoi(since):%d/%m/%Y %H:%M}.")


@sealing.command("accept-new-key")
@click.confirmation_option(
    prompt="Những gì khóa cũ niêm phong sẽ mất hẳn: số giấy tờ của bạn đọc, thư đang chờ, xác thực "
    "hai lớp và mã dự phòng của cán bộ. Khóa cũ không còn ở bản sao lưu nào. Nhận khóa mới?"
)
def accept_new_key() -> None:
    """Khóa cũ đã mất hẳn: bỏ những gì nó niêm phong và dùng khóa mới từ nay.

    Tên, ngày sinh, địa chỉ, số thẻ vẫn còn; bạn đọc vẫn được nhận ra qua email, điện thoại,
    trường lớp.
    """
    settings = _settings()
    with _database_alone() as connection:
        there = marked(connection)
        if there is not None and fits(settings.sealing_key, there):
            click.echo("Khóa đang dùng đúng là khóa của cơ sở dữ liệu: không có gì mất.")
            return
        if there is not None and (next_fits(settings, there) or file_fits(settings, there)):
            look(connection, settings)  # nothing is lost: it says where the key is
        settings = settings.with_sealing_key()
        counts = _under(connection, Keys(None, settings.sealing_key, forgetting=True))
        connection.commit()
    click.echo("Từ nay dùng khóa mới. Hãy sao lưu nó, không để cùng chỗ với cơ sở dữ liệu.")
    _tell(counts)


@sealing.command()
@click.confirmation_option(
    prompt="Mọi thứ sẽ được niêm phong lại bằng một khóa mới; mã dự phòng của xác thực hai lớp và "
    "đơn đang điền dở không dùng được nữa. Đã sao lưu cơ sở dữ liệu và khóa hiện nay?"
)
@click.option("--forget-unreadable", is_flag=True, help="Bỏ những gì khóa hiện nay không mở được.")
def rotate(forget_unreadable: bool) -> None:
    """Niêm phong lại tất cả bằng khóa mới, trong một lần ghi: được cả hoặc không gì cả.

    Máy chủ phải dừng. Bị ngắt giữa chừng thì chạy lại lệnh này.
    """
    settings = _settings()
    counts: Mapping[str, int] = {}
    with _database_alone() as connection:
        if not _only_to_put_in_place(settings, marked(connection)):
            look(connection, settings)
            keys = Keys(settings.sealing_key, _next_key(settings), forget_unreadable)
            counts = _under(connection, keys)
            connection.commit()
    _put_in_place(settings)
    _tell(counts)


def _only_to_put_in_place(settings: Settings, there: bytes | None) -> bool:
    """Whether everything is under the next key already, and the change was cut short after that."""
    return (
        there is not None and not fits(settings.sealing_key, there) and next_fits(settings, there)
    )


def _next_key(settings: Settings) -> str:
    """The key that follows, on disk before anything is sealed with it.

    One that an attempt left behind is used; not where it is in use already, set by hand.
    """
    file = settings.next_sealing_file
    if file.exists() and kept_key("sealing_key", file) == settings.sealing_key:
        file.unlink()
    return kept_key("sealing_key", file)


def _put_in_place(settings: Settings) -> None:
    """The key before is kept beside: copies of the database from before open with it only.

    A key among the settings goes before any file, also where a file holds the same.
    """
    file, following = settings.sealing_file, settings.next_sealing_file
    if Settings.load().sealing_key or not file.exists():
        click.echo(
            f"Khóa mới nằm trong {following}: đặt nội dung tệp này làm PORTAL_SEALING_KEY, xóa "
            "tệp, rồi khởi động máy chủ. Giữ khóa cũ chừng nào còn bản sao lưu cũ."
        )
        return
    before = file.with_name(f"{file.name}.until-{now():%Y%m%dT%H%M%SZ}")
    before.hardlink_to(file)
    following.replace(file)
    click.echo(f"Từ nay dùng khóa mới trong {file}; khóa cũ ở {before}. Hãy sao lưu khóa mới.")


@contextmanager
def _database_alone() -> Iterator[sa.Connection]:
    """Raises NotSetUp, NotAlone."""
    with db.engine.connect() as connection:
        if not has_marks(connection):
            raise NotSetUp
    with alone(db.engine, KeyMark.__tablename__) as connection:
        yield connection


def _under(connection: sa.Connection, keys: Keys) -> Mapping[str, int]:
    """Everything under the new key, and the database's mark with it; the caller commits."""
    with Session(connection, info={SEALING_KEY: keys.new}) as session:
        try:
            counts = reseal_all(session, keys)
        except CannotOpen as shut:
            raise click.ClickException(
                f"Có dữ liệu ({shut.purpose}) không mở được bằng khóa hiện nay, nên chưa đổi gì. "
                "Khóa cũ của nó đã mất thì thêm --forget-unreadable để bỏ những gì như vậy."
            ) from shut
        mark(session, keys.new)
        session.commit()  # into the connection's transaction
    return counts


def _tell(counts: Mapping[str, int]) -> None:
    for name, text in LOSSES:
        if counts.get(name):
            click.echo(f"Mất {counts[name]} {text}.")


def _settings() -> Settings:
    return cast(Settings, current_app.config["PORTAL"])
