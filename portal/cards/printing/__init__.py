"""Cards on paper: one of its own size, or ten to a sheet of A4, as PDF."""

from portal.cards.printing.pages import PrintedCard, blanks_pdf, card_pdf, sheet_pdf

__all__ = ["PrintedCard", "blanks_pdf", "card_pdf", "sheet_pdf"]
