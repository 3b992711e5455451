"""The search index and everything that asks it. Only this room imports Whoosh."""
