from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.shell.fuzzy import find

UNITS = [
    "v-07 kamppi foot patrol volunteers",
    "d-03 patrol car kluuvi",
    "s-05 mall team kamppi",
    "d-11 mounted pair",
]


def _find(query: str, limit: int = 10) -> list[str]:
    return [UNITS[index] for index in find(query, UNITS, limit)]


def test_nothing_typed_finds_the_first():
    assert _find("", limit=2) == UNITS[:2]


def test_what_begins_so_comes_before_what_contains_it():
    assert _find("d-11")[0] == UNITS[3]
    assert _find("patrol") == [UNITS[1], UNITS[0]]
    assert _find("kam") == [UNITS[0], UNITS[2]]


def test_every_word_must_be_there_in_any_order():
    assert _find("kamppi mall") == _find("mall kamppi") == [UNITS[2]]
    assert _find("kamppi car") == []


def test_letters_in_their_order_are_found_when_nothing_else_is():
    assert _find("mntd") == [UNITS[3]]
    assert _find("v07") == [UNITS[0]]


def test_scattered_letters_do_not_bury_what_was_meant():
    assert _find("pair") == [UNITS[3]]


@given(st.lists(st.text(alphabet="abc- 1", max_size=12), max_size=20), st.text(alphabet="abc-1", max_size=4))
def test_what_is_found_is_of_the_list_once_each_and_holds_the_letters(texts, query):
    found = find(query, texts, 20)
    assert len(found) == len(set(found))
    for index in found:
        letters = iter(texts[index])
        assert all(letter in letters for letter in query)


@given(st.sampled_from(UNITS), st.data())
def test_any_part_of_a_text_finds_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert text in _find(text[start:end])
