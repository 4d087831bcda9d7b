"""Names of rows in running text: the words that say them."""

import re
from collections.abc import Mapping
from functools import lru_cache

from finsam_audit.intake.words import form
from finsam_audit.mapping.words import BRACKETS

# the number of an account before a name, and no year
ACCOUNT = re.compile(r"(?!(?:19\d|20[0-4])\d)\d{3,6} ")
# letters by which words are one, and those that an ending may change
STEM, ENDING = 5, 3
# forms of words that name no thing beside another one
SAYS_NO_THING = ("verb", "general_words", "cost_word", "cost_in_text")


def row_named(named: Mapping[str, frozenset[str]], clause: str) -> str:
    """Return the name of a row that a clause before an amount says whole, but for its word for a sum.

    The longest of those that say more than cost or income; nothing where the clause names several things: the amount
    is of them together.

    Args:
        named: the words of each name.
        clause: what stands before the amount.

    """
    clause = form("funded").sub(" ", form("scope_in_text").sub(" ", clause))
    if form("several").search(clause):
        return ""
    words = words_of(clause)
    general = words_of(" ".join(form("general_words").findall(clause)))
    names = sorted(
        (name for name, own in named.items() if own and own <= words and says_whole(name, clause)),
        key=lambda n: (len(named[n]), n),
    )
    if not names:
        return ""
    best = max(names, key=lambda n: (len(named[n] - general), len(named[n]), not has_account(n), n))
    apart = (named[name] - general for name in names)
    return "" if any(own and not own & named[best] for own in apart) or _is_among(best, clause) else best


def has_account(name: str) -> bool:
    """Tell whether a name has the number of an account before it: of two rows the statement's is told."""
    return ACCOUNT.match(name) is not None


def _is_among(name: str, clause: str) -> bool:
    """Tell whether a clause names something together with a name that does not have it: the amount is of both."""
    own = words_of(name)
    for found in form("enumeration").finditer(clause):
        things = " ".join(found.groups())
        for words in SAYS_NO_THING:
            things = form(words).sub(" ", things)
        listed = words_of(things)
        if own & listed and listed - own:
            return True
    return False


@lru_cache(maxsize=10_000)
def words_of(text: str) -> frozenset[str]:
    """Return the beginnings of the words of a text that say more than grammar; short ones do not, but for men."""
    return frozenset(word[:STEM] for word in form("telling_word").findall(text.lower()))


def is_special(name: str) -> bool:
    """Tell whether a name says more than cost or income."""
    return bool(words_of(form("general_words").sub(" ", form("sum_word").sub(" ", name.lower()))))


def bare(name: str) -> str:
    """Return a name without what it adds in brackets and that it is a part, where it says something without that."""
    rest = form("of_which_before").sub("", BRACKETS.sub(" ", name))
    return rest if words_of(rest) else name


def says_whole(name: str, clause: str) -> bool:
    """Tell whether a clause says each word of a name and not only a word that begins alike: Enkätsvar, not Enkäten."""
    said = form("telling_word").findall(clause.lower())
    return all(
        any(_is_form_of(other, word) for other in said)
        for word in form("telling_word").findall(form("sum_word").sub(" ", bare(name).lower()))
    )


def _is_form_of(other: str, word: str) -> bool:
    """Tell whether another word begins with what no ending of a word changes."""
    kept = max(min(len(word), STEM), len(word) - ENDING)
    return other[:kept] == word[:kept]


def says_nothing_else(name: str, clause: str) -> bool:
    """Tell whether a clause says a name, that an amount is all of it, and nothing else."""
    own = form("telling_word").findall(name.lower())
    rest = form("telling_word").findall(form("whole_words").sub(" ", clause.lower()))
    return says_whole(name, clause) and all(any(_is_form_of(word, mine) for mine in own) for word in rest)
