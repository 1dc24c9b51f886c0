"""Names and references as pseudonyms: the same text gives the same one within a plan file, and none leads back."""

from __future__ import annotations

import unicodedata
from hashlib import blake2b

KEY_BYTES = 32
DIGEST_BYTES = 16


def pseudonym(key: bytes, text: str) -> str:
    """What stands for `text` in a plan file whose secret is `key`: "p-" and 32 hexadecimal digits, a valid key."""
    return f"p-{pseudonym_bytes(key, text).hex()}"


def pseudonym_bytes(key: bytes, text: str) -> bytes:
    """The 16 bytes of a pseudonym: BLAKE2b of the normalised text, keyed with the file's 32 bytes.

    Who has the key can try out likely texts, as with any keyed hash: it never leaves the file.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"a pseudonym key has {KEY_BYTES} bytes, not {len(key)}")
    return blake2b(normalised(text).encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES, key=key).digest()


def normalised(text: str) -> str:
    """The text with compatible letters made one (NFKC), case folded, and each run of spaces as one space.

    "PC  0012" and "pc 0012" are then the same.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.split())
