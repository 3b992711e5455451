"""What the screen says of copies: how many, where they stand, what to do today. Texts only."""

from __future__ import annotations

from datetime import date

from portal.catalogue.holdings import LibraryHoldings, Shelf
from portal.catalogue.places import Places
from portal.catalogue.today import Advice, Step
from portal.clock import today
from portal.i18n import date_text, ngettext
from portal.i18n import gettext as _
from portal.libraries.branches import Branch
from portal.libraries.kinds import Stacks


def shelf_text(shelf: Shelf) -> str:
    """The words of a status where the macro's own do not say enough; else ""."""
    if shelf.state == "on_loan" and shelf.due_on:
        return loan_text(shelf.due_on)
    return ""


def loan_text(due_on: date) -> str:
    """A loan and the day it should be back; a day that is past is said to be past."""
    if due_on < today():
        return _("Đang được mượn (quá hạn trả từ %(day)s)", day=date_text(due_on))
    return _("Đang được mượn (hạn trả %(day)s)", day=date_text(due_on))


def state_text(state: str) -> str:
    """The word alone, for the folded list: hundreds of icons would weigh more than they tell."""
    return {
        "available": _("Sẵn sàng"),
        "on_site": _("Chỉ đọc tại chỗ"),
        "on_loan": _("Đang được mượn"),
        "on_hold": _("Đang được đặt mượn"),
        "in_transit": _("Đang luân chuyển"),
        "processing": _("Đang xử lý"),
        "lost": _("Mất"),
        "withdrawn": _("Đã thanh lý"),
    }.get(state, _("Chưa rõ"))


def count_text(held: LibraryHoldings) -> str:
    """«2/3 bản sẵn sàng», or what can be had of them."""
    if not held.total:
        return _("Không còn bản nào")
    if held.ready or not held.on_site:
        return _("%(ready)s/%(total)s bản sẵn sàng", ready=held.ready, total=held.total)
    return _("%(count)s/%(total)s bản đọc tại chỗ", count=held.on_site, total=held.total)


def stacks_help(shelf: Shelf) -> str:
    """What «kho kín» means to somebody who has never heard of it."""
    if shelf.room is None:
        return ""
    if shelf.room.stacks is Stacks.CLOSED:
        return _("kho kín: viết phiếu yêu cầu, thủ thư lấy sách cho bạn")
    return _("kho mở: bạn tự lấy sách trên giá")


def advice_text(told: Advice, branch: Branch) -> str:
    """The sentence under a library: what to do to have the book."""
    text = _step_text(told.step, told.due)
    if told.call_first:
        return f"{text} {_call_first(branch)}"
    return text


def _step_text(step: Step, due: date | None) -> str:
    if step is Step.wait and due and due < today():
        return _(
            "Các bản đều đang được mượn; có bản đã quá hạn trả. Bạn hỏi thủ thư trước khi đến."
        )
    if step is Step.wait and due:
        return _(
            "Các bản đều đang được mượn; bản sớm nhất đến hạn trả ngày %(day)s. "
            "Bạn hỏi thủ thư trước khi đến.",
            day=date_text(due),
        )
    return {
        Step.come: _("Đến lấy sách trên giá, mượn tại quầy."),
        Step.slip: _("Viết phiếu yêu cầu tại quầy, thủ thư lấy sách từ kho cho bạn."),
        Step.read_there: _("Đến đọc tại chỗ; bản này không cho mượn về nhà."),
        Step.read_there_slip: _(
            "Viết phiếu yêu cầu tại quầy rồi đọc tại chỗ; bản này không cho mượn về nhà."
        ),
    }.get(step, _("Hiện chưa có bản nào lấy được ngay. Bạn hỏi thủ thư trước khi đến."))


def _call_first(branch: Branch) -> str:
    if branch.phone:
        return _("Gọi trước số %(phone)s.", phone=branch.phone)
    return _("Nên hỏi trước khi đến.")


def total_text(held: list[LibraryHoldings]) -> str:
    """«Còn 5 trong 12 bản, ở 3 thư viện»."""
    copies = sum(one.total for one in held)
    ready = sum(one.ready + one.on_site for one in held)
    libraries = ngettext("%(num)s thư viện", "%(num)s thư viện", len(held))
    if not ready:
        return _("Cả %(total)s bản ở %(libraries)s đều chưa sẵn sàng.",
                 total=copies, libraries=libraries)  # fmt: skip
    return _(
        "Còn %(ready)s trong %(total)s bản, ở %(libraries)s.",
        ready=ready, total=copies, libraries=libraries,
    )  # fmt: skip


def places_text(places: Places) -> str:
    """«Sẵn sàng ở 2 trong 5 thư viện»."""
    if not places:
        return _("Chưa thư viện nào báo có bản này")
    ready = sum(1 for count in places.values() if count.ready or count.on_site)
    libraries = ngettext("%(num)s thư viện", "%(num)s thư viện", len(places))
    if not ready:
        return _("%(libraries)s có, chưa nơi nào còn sách", libraries=libraries)
    return _("%(libraries)s có, %(ready)s nơi còn sách", libraries=libraries, ready=ready)
