"""Vietnamese family names (họ), as far as they help to tell which part of a name is which."""

from typing import Final

_SELDOM: Final = """
nguyễn trần lê phạm huỳnh phan võ đặng bùi đỗ hồ ngô trịnh đinh đoàn tạ trương phùng
âu bế biện bồ cầm cấn chế chử cù cung dư đàm đậu đèo điêu đới đồng đổng đường giàng giáp
hầu hứa khâu khổng khuất khúc kiều la lã lại lầu lò lỗ lục lữ lưu lường ma mạc mè
mùa nghê nghiêm ngụy nhữ nông ông phí phó phù quách quản sầm sùng tăng tào tất thạch thang
thân thẩm thào thiều tiêu tiết tòng tô tôn tống triệu trà tưởng từ ung uông ứng vàng vi
vòng vừ vương xa
"""
_AS_OFTEN: Final = """
an ân bạch cao cát châu chu chung danh doãn dương đào điền giang hà hạ hàn hoa hoàng khương
kim lâm lương lý mã mai mẫn ninh phương quang tân thái thi tiên trang trác trình văn viên vũ
"""

#: Family names hardly ever given as tên: seeing one settles where the họ is.
SELDOM_GIVEN: Final = frozenset(_SELDOM.split())

#: Family names that are as often somebody's tên.
ALSO_GIVEN: Final = frozenset(_AS_OFTEN.split())

#: Family names of two or more words, the longest first.
COMPOUND: Final = (
    "công tằng tôn nữ", "công huyền tôn nữ", "công tôn nữ", "huyền tôn nữ", "tôn nữ", "tôn thất",
    "âu dương", "đông phương", "gia cát", "hoàng phủ", "tư đồ", "tư mã", "thượng quan",
)  # fmt: skip
