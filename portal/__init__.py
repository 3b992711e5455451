"""Cổng bạn đọc: the union catalogue and reader portal of Hà Nội's public libraries."""

__version__ = "0.1.0"
