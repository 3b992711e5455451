"""The steps that lead on from a search without hits, in words."""

from __future__ import annotations

from dataclasses import dataclass

from portal.i18n import gettext as _
from portal.libraries.branches import Network
from portal.search.labels import facet_text, field_text
from portal.search.relax import Relaxed, Step, StepKind
from portal.search.rescue import Rescue
from portal.search.state import SearchState
from portal.search.views.links import results_url

SHOWN = 80  # characters of what was typed quoted back


@dataclass(frozen=True, slots=True)
class Way:
    text: str
    total: int
    url: str


@dataclass(frozen=True, slots=True)
class Rescued:
    """What the page says of a search asked as it was meant, and the way back to what was typed."""

    text: str
    q: str
    exact_text: str
    exact_url: str


def rescued(state: SearchState, rescue: Rescue | None) -> Rescued | None:
    """state: the search as it was typed."""
    if rescue is None:
        return None
    typed = state.q[:SHOWN] + "…" * (len(state.q) > SHOWN)
    text = _("Không có tài liệu nào đúng với “%(typed)s”.", typed=typed)
    if rescue.left_out:
        words = ", ".join(f"“{word}”" for word in rescue.left_out)
        text = _("Không có tài liệu nào có đủ các chữ đã gõ; đã bỏ %(words)s.", words=words)
    return Rescued(
        text,
        rescue.state.q,
        _("Tìm đúng chữ đã gõ: %(typed)s", typed=typed),
        results_url(state.with_exact(True)),
    )


def ways(network: Network, state: SearchState, relaxed: Relaxed) -> list[Way]:
    """Every step, named by what it changes."""
    return [Way(_text(state, step), step.total, results_url(step.state)) for step in relaxed.steps]


def _text(state: SearchState, step: Step) -> str:
    match step.kind:
        case StepKind.MARKS:
            return _("Với dấu khác: “%(q)s”", q=step.state.q)
        case StepKind.SPELLING:
            return _("Có phải bạn tìm: “%(q)s”", q=step.state.q)
        case StepKind.WORD:
            words = ", ".join(f"“{word}”" for word in step.left_out)
            return _("Bỏ %(words)s, chỉ tìm: “%(q)s”", words=words, q=step.state.q)
        case StepKind.FIELD:
            return _("Tìm ở mọi mục, không chỉ ở %(field)s", field=field_text(state.field))
        case StepKind.LIBRARY:
            return _("Tìm ở mọi thư viện")
        case StepKind.AVAILABLE:
            return _("Kể cả sách đang được mượn")
        case StepKind.YEARS:
            return _("Xuất bản năm bất kỳ")
        case StepKind.FILTERS:
            return _filters_text(state, step.state)


def _filters_text(state: SearchState, wider: SearchState) -> str:
    dropped = [name for name in state.chosen if name not in wider.chosen]
    if len(dropped) == 1 and wider.narrowed:
        return _("Bỏ giới hạn %(facet)s", facet=facet_text(dropped[0]).lower())
    return _("Bỏ mọi giới hạn")
