"""Outside cases of Vietnamese spelling against `portal.vietnamese`.

    python -m bench.language FILE …

A .jsonl file has one case a line: kind (tone_placement, y_to_i, remove_tone), input, want. Any
other file has a Telex spelling, a tab and the word it stands for on each line.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from portal.vietnamese.keystrokes import from_telex
from portal.vietnamese.syllables import exact_key, fold

SHOWN = 8  # cases named of those that failed
Case = tuple[str, str, str, bool]  # kind, what was given, what was wanted, whether it came out


def main() -> None:
    passed, failed = Counter[str](), Counter[str]()
    missed: dict[str, list[str]] = {}
    for path in map(Path, sys.argv[1:]):
        for kind, given, wanted, right in cases(path):
            (passed if right else failed)[kind] += 1
            if not right:
                missed.setdefault(kind, []).append(f"{given} → {wanted}")
    for kind in sorted({*passed, *failed}):
        total = passed[kind] + failed[kind]
        named = "; ".join(missed.get(kind, [])[:SHOWN])
        print(f"{kind:16} {passed[kind]:6,} of {total:6,}   {named}")


def cases(path: Path) -> Iterator[Case]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if path.suffix == ".jsonl":
            case = json.loads(line)
            kind, given, wanted = case["kind"], case["input"], case["want"]
            yield kind, given, wanted, _comes_out(kind, given, wanted)
        elif "\t" in line:
            given, wanted = line.split("\t")[:2]
            plain = given == wanted
            yield "telex", given, wanted, plain or _nfc(wanted) in map(_nfc, from_telex(given))


def _comes_out(kind: str, given: str, wanted: str) -> bool:
    """Two spellings of one word share their key; without marks a text is its folded self."""
    if kind == "remove_tone":
        return fold(given) == fold(wanted)
    words = zip(given.lower().split(), wanted.lower().split(), strict=True)
    return all(exact_key(one) == exact_key(other) for one, other in words)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


if __name__ == "__main__":
    main()
