"""Pseudonyms: one for all ways of writing a text, another for another text or key, and nothing of the text in it."""

from __future__ import annotations

from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model.checks import require_key
from planner.model.pseudonym import normalised, pseudonym, pseudonym_bytes

KEY = bytes(range(32))


def test_it_is_the_keyed_hash_of_the_normalised_text():
    expected = blake2b(b"pc 0012", digest_size=16, key=KEY).hexdigest()
    assert pseudonym(KEY, "  PC\t 0012\u00a0") == f"p-{expected}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PC  0012", " pc 0012\n"),
        ("ﬁne", "FINE"),
        ("Straße", "STRASSE"),
        ("é", "e\u0301"),
        ("\uff10\uff10\uff11\uff12", "0012"),
    ],
)
def test_ways_of_writing_one_text(one: str, other: str):
    assert pseudonym(KEY, one) == pseudonym(KEY, other)


@pytest.mark.parametrize("other", ["0013", "012", "12", "001 2", ""])
def test_another_text_or_another_key_gives_another(other: str):
    assert pseudonym(KEY, "0012") != pseudonym(KEY, other)
    assert pseudonym(KEY, other) != pseudonym(KEY[::-1], other)


@given(st.text())
def test_any_text_gives_a_key_and_normalising_twice_changes_nothing(text: str):
    require_key("key", pseudonym(KEY, text))
    assert normalised(normalised(text)) == normalised(text)
    assert pseudonym(KEY, text) == f"p-{pseudonym_bytes(KEY, text).hex()}"


def test_a_letter_that_is_no_unicode_has_one_too():
    assert pseudonym(KEY, "\ud800") != pseudonym(KEY, "\ud801")


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="has 32 bytes, not 31"):
        pseudonym(KEY[1:], "a")
