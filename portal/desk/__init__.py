"""The librarians' desk: settles what the union catalogue could not; owns no table."""
