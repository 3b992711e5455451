"""Cards on paper: one of its own size, or ten to a sheet of A4, as PDF."""

from portal.cards.printing.pages import PrintedCard, card_pdf, sheet_pdf

__all__ = ["PrintedCard", "card_pdf", "sheet_pdf"]
