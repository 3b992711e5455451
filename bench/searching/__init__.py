"""The parts of `python -m bench.search`: records, queries, engines, measuring, tables."""
