"""The librarians' desk: gives cards, settles what the union catalogue could not; owns no table."""
