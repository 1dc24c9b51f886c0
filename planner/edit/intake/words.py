"""Words of headers and cells: made alike, and matched to the names that a plan uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

_ENUMERATED = re.compile(r"\(?\d{1,2}\s*[-.:)]\s*(?=[A-Za-z])")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")
_IDLE = frozenset({"risk", "band", "level", "grade", "graded", "rated", "team", "unit", "the", "stage"})
_SHORT = {
    "vh": "very high", "vhigh": "very high", "v": "very", "h": "high", "hi": "high", "m": "medium", "med": "medium",
    "l": "low", "lo": "low", "std": "standard", "stnd": "standard", "moderate": "medium",
}  # fmt: skip
_PLAIN = """
    a about above abroad abuse action active address admin after allocated allocation an and annual any appeal apr
    april area arms arrest arrested assessed assessment assigned at athena aug august authority await awaited
    awaiting backlog bail band before below blue book by case casebook caseload cases cautioned central charge
    charged check checks child children circa city civil closed cold column command complete completed connect copy
    count counts county court cps csv custody cyber data date dates day days dec december delay desk detailed
    detective device devices digital district domestic done down dpmu due early east eastern emergency enquiries
    enquiry entered environment event events examination export extract extreme false family feb february few field
    file final first follow for force forensic forensics friday from fte full further grading green group had
    handover header high hold home hours hub image images in initial inspection intelligence internet interview
    interviewed interviewer interviewing investigation investigations investigator investigators jan january jul
    july jun june key kirat late later legacy level liaison list live loan local long low management manager
    mandated many mappa mar march may medium meeting monday month monthly months mosovo moved multi nca new next
    niche nil no none north northern not notification nov november number oct october of off offences offender
    offenders office officer officers on online op open opened operation operations other out over overdue owner
    part pasted pending phase phone pnc police polit post priority property protection public qualified quarter
    queue rated reactive received recruit red reference referral referrals register registered rejected released
    removed report research response result review reviewed risk role row rows safeguarding same saturday search
    second section see self senior sent sep sept september service several sexual sharing sheet short single skill
    skills some something south southern specialist staff stage standard started station status stop submitted such
    sunday supervisor supervisors suspect suspects suspended table target task tbc tbd team the third thursday tier
    time to today tomorrow total trained trainee training transfer transferred triage trial true tuesday under unit
    unknown until urgent vacancy vacant various very victim view violent visit visits wait waiting warrant warrants
    watch wednesday week weekly weeks west western with withdrawn work workload year years yellow yes yesterday
"""
PLAIN_WORDS = frozenset(_PLAIN.split())
"""Words that names of teams, bands, stages, posts and states hold."""
_AMBIGUOUS = "an april august child day field green june long march may to west"
AMBIGUOUS_WORDS = frozenset(_AMBIGUOUS.split())
"""Those of PLAIN_WORDS that are surnames or forenames too: beside a word that is none of them they say nothing."""


def plain(text: str) -> str:
    """Lower case, with single spaces in place of anything but letters and digits."""
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def header_words(header: str) -> list[str]:
    """The words of a header: "PncID" gives pnc and id, "D.O.B." gives dob, "E-mail addr" gives email and addr."""
    text = re.sub(r"\b(?:[A-Za-z]\.){2,}[A-Za-z]?", lambda found: found[0].replace(".", ""), header)
    text = re.sub(r"\be[\s_-]?mail", "email", text, flags=re.IGNORECASE)
    return plain(_CAMEL.sub(" ", text)).split()


def matching_form(text: str) -> str:
    """What is compared when a cell names a team, band or stage: "1. V High risk" and "very-high" are the same."""
    words = plain(_ENUMERATED.sub("", text, count=1)).split()
    words = " ".join(_SHORT.get(word, word) for word in words).split()
    return " ".join(word for word in words if word not in _IDLE) or " ".join(words)


class Vocabulary:
    """The names by which a few things are known, and their keys."""

    def __init__(self, names: Mapping[str, str], also: Mapping[str, str] | None = None) -> None:
        """`names` by key; `also` gives further words and the key each stands for."""
        self.names = dict(names)
        self._keys: dict[str, str] = {}
        for key, name in names.items():
            for text in (key, name):
                self._keys.setdefault(matching_form(text), key)
        for text, key in (also or {}).items():
            self._keys.setdefault(matching_form(text), key)

    def key(self, text: str) -> str | None:
        """The key of what `text` names; None when it names nothing."""
        return self._keys.get(matching_form(text))

    def near(self, text: str) -> list[str]:
        """The one name that is most like `text`, if any is."""
        return get_close_matches(matching_form(text), self._keys, 1, 0.6)

    def offer(self, text: str) -> str:
        """What was probably meant, and what there is, in words."""
        near = self.near(text)
        listed = listing(self.names.values())
        return f'Did you mean "{self.names[self._keys[near[0]]]}"? Known: {listed}' if near else f"Known: {listed}"


def listing(names: Iterable[str], most: int = 12) -> str:
    """Names with commas between them; from the thirteenth on they are counted."""
    entries = list(names)
    shown = ", ".join(entries[:most])
    return shown if len(entries) <= most else f"{shown} and {len(entries) - most} more"
