"""Small networks for the tests of this folder."""

from pathlib import Path

from sqlalchemy.orm import Session

import portal.demo
from portal.libraries.importing import ImportReport, import_closures, import_libraries

DEMO = Path(portal.demo.__path__[0]) / "network"

SMALL = """\
mã,loại,tên,trực thuộc,địa chỉ,mã xã/phường,tên gọi khác,tên cũ,phòng,giờ mở cửa
HN-BT,thành phố,Thư viện Hà Nội,,47 Bà Triệu,00082,,,KM:Kho mở:mở:mượn,T2-CN 0:00-24:00
KV-TAYHO,khu vực,Thư viện khu vực Tây Hồ,HN-BT,,,quận Tây Hồ,Thư viện quận Tây Hồ (đến 30/06/2025),\
KM:Kho mở:mở:mượn; KK:Kho kín:kín:tại chỗ,"T3,T4 8:00-12:00, 13:00-16:30"
TS-1,tủ sách,Tủ sách thôn,KV-TAYHO,,,,,,
"""


def take(session: Session, text: str = SMALL) -> ImportReport:
    return import_libraries(session, text.encode())


def take_closures(session: Session, text: str) -> ImportReport:
    return import_closures(session, text.encode())
