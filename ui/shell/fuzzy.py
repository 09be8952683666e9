"""Fuzzy finding: every word of the query, in any order, as a part of a text or as letters in their order."""

from __future__ import annotations

import heapq
import re
from collections.abc import Sequence

_WHOLE, _BEGINNING, _WORD_START, _INSIDE = 110.0, 100.0, 60.0, 30.0


def find(query: str, texts: Sequence[str], limit: int) -> list[int]:
    """Indices of the best matches, the best first; equally good ones in the order given.

    Args:
        texts: lower case; what a text begins with counts most.
        query: an empty one finds the first ``limit`` texts.
    """
    words = query.lower().split()
    if not words:
        return list(range(min(limit, len(texts))))
    # Scattered letters only where no part is found, or they would bury what was meant under what might have been.
    return _best([_Part(word) for word in words], texts, limit) or _best(
        [_Letters(word) for word in words], texts, limit
    )


class _Part:
    """A word as a part of the text: best at its beginning, better at the beginning of a word than inside."""

    def __init__(self, word: str) -> None:
        self.word = word

    def score(self, text: str) -> float | None:
        at = text.find(self.word)
        if at < 0:
            return None
        if at == 0:
            is_whole = text[len(self.word) : len(self.word) + 1] in ("", " ")
            return _WHOLE if is_whole else _BEGINNING
        starts_word = f" {self.word}" in text or f"-{self.word}" in text
        return (_WORD_START if starts_word else _INSIDE) - min(at, 20) * 0.1


class _Letters:
    """A word's letters in their order, with short gaps; the fewer letters between them the better."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.pattern = re.compile(".{0,8}?".join(map(re.escape, word)))

    def score(self, text: str) -> float | None:
        found = self.pattern.search(text)
        if found is None:
            return None
        return -(found.end() - found.start() - len(self.word)) - min(found.start(), 20) * 0.1


def _best(words: Sequence[_Part] | Sequence[_Letters], texts: Sequence[str], limit: int) -> list[int]:
    hits = []
    for index, text in enumerate(texts):
        total = 0.0
        for word in words:
            score = word.score(text)
            if score is None:
                break
            total += score
        else:
            hits.append((total, -index))
    return [-negative for _, negative in heapq.nlargest(limit, hits)]
