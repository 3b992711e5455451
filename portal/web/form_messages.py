"""WTForms' and Flask-WTF's messages, in Vietnamese."""

MESSAGES: dict[str, str] = {
    "Invalid field name '%s'.": "Không có mục nào tên là '%s'.",
    "Field must be equal to %(other_name)s.": "Nội dung phải giống mục %(other_name)s.",
    "Number must be at least %(min)s.": "Số phải từ %(min)s trở lên.",
    "Number must be at most %(max)s.": "Số không được lớn hơn %(max)s.",
    "Number must be between %(min)s and %(max)s.": "Số phải từ %(min)s đến %(max)s.",
    "Date must be at least %(min)s.": "Ngày phải từ %(min)s trở đi.",
    "Date must be at most %(max)s.": "Ngày không được sau %(max)s.",
    "Date must be between %(min)s and %(max)s.": "Ngày phải từ %(min)s đến %(max)s.",
    "Field must be between %(min)d and %(max)d characters long.": (
        "Nội dung phải dài từ %(min)d đến %(max)d ký tự."
    ),
    "This field is required.": "Xin điền mục này.",
    "This field is disabled and cannot have a value.": "Mục này đang khóa, không được điền.",
    "This field cannot be edited.": "Mục này không sửa được.",
    "Invalid input.": "Nội dung không hợp lệ.",
    "Invalid email address.": "Địa chỉ email không đúng.",
    "Invalid IP address.": "Địa chỉ IP không đúng.",
    "Invalid Mac address.": "Địa chỉ MAC không đúng.",
    "Invalid URL.": "Đường dẫn không đúng.",
    "Invalid UUID.": "Mã UUID không đúng.",
    "Invalid value, must be one of: %(values)s.": "Giá trị phải là một trong: %(values)s.",
    "Invalid value, can't be any of: %(values)s.": "Giá trị không được là: %(values)s.",
    "Invalid CSRF Token.": "Biểu mẫu không còn hiệu lực. Xin gửi lại.",
    "CSRF token missing.": "Biểu mẫu thiếu mã bảo vệ. Xin mở lại trang rồi gửi lại.",
    "CSRF failed.": "Biểu mẫu không còn hiệu lực. Xin gửi lại.",
    "CSRF token expired.": "Biểu mẫu đã quá lâu. Xin gửi lại.",
    "Invalid Choice: could not coerce.": "Lựa chọn không hợp lệ.",
    "Invalid choice(s): one or more data inputs could not be coerced.": (
        "Có lựa chọn không hợp lệ."
    ),
    "Choices cannot be None.": "Không có lựa chọn nào.",
    "Not a valid choice.": "Lựa chọn này không có trong danh sách.",
    "Not a valid datetime value.": "Ngày giờ không đúng.",
    "Not a valid date value.": "Ngày không đúng.",
    "Not a valid time value.": "Giờ không đúng.",
    "Not a valid week value.": "Tuần không đúng.",
    "Not a valid integer value.": "Xin nhập một số nguyên.",
    "Not a valid decimal value.": "Xin nhập một số.",
    "Not a valid float value.": "Xin nhập một số.",
}

# Vietnamese has one form for every number.
PLURALS: dict[str, str] = {
    "Field must be at least %(min)d character long.": "Nội dung phải dài ít nhất %(min)d ký tự.",
    "Field cannot be longer than %(max)d character.": "Nội dung dài nhất là %(max)d ký tự.",
    "Field must be exactly %(max)d character long.": "Nội dung phải dài đúng %(max)d ký tự.",
    "'%(value)s' is not a valid choice for this field.": (
        "Lựa chọn '%(value)s' không có trong danh sách."
    ),
}
