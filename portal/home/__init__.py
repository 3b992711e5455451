"""The home page: composes the other features, owns no table."""
