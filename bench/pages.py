"""What a results page takes of one process: `python -m bench.pages INSTANCE [--searches N]`.

Different searches, as readers would make them, one after another in this process, after a few that
are not counted: nothing waits for anything, so what is printed is the server's own time.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from bench.figures import percentile
from bench.readers import addresses
from portal.app import create_app
from portal.config import Settings
from portal.db import db

WARM = 40  # searches before those that count


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("instance", type=Path)
    options.add_argument("--searches", type=int, default=400)
    given = options.parse_args()
    settings = Settings(
        instance=given.instance, crawl_budget="1000000 per minute", log_level="WARNING"
    )
    app = create_app(settings.prepared())
    with app.app_context():
        paths = addresses(db.session, WARM + given.searches)
    client = app.test_client(use_cookies=False)
    took = []
    for path in paths:
        started = time.perf_counter(), time.process_time()
        answer = client.get(path)
        took.append((time.perf_counter() - started[0], time.process_time() - started[1]))
        assert answer.status_code == 200, (path, answer.status)
    for name, seconds in zip(("wall", "processor"), zip(*took[WARM:], strict=True), strict=True):
        times = [1000 * one for one in seconds]
        spread = ", ".join(f"p{share} {percentile(times, share):.1f}" for share in (95, 99))
        print(f"{name:10}median {statistics.median(times):.1f} ms, {spread}, most {max(times):.1f}")


if __name__ == "__main__":
    main()
