"""Pictures inside a page."""

from __future__ import annotations

from base64 import b64encode


def svg_image(svg: str) -> str:
    """An SVG as the address of an image, which the content policy lets a page show."""
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def jpeg_image(base64: str) -> str:
    """The same for a JPEG that is in base64 already."""
    return "data:image/jpeg;base64," + base64
