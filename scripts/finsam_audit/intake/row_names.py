"""Names of rows in running text: the words that say them."""

from collections.abc import Mapping
from functools import lru_cache

from finsam_audit.intake.words import form

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
    words = words_of(clause)
    general = words_of(" ".join(form("general_words").findall(clause)))
    names = sorted((name for name, own in named.items() if own and own <= words), key=lambda n: (len(named[n]), n))
    if not names:
        return ""
    best = max(names, key=lambda name: (len(named[name] - general), len(named[name]), name))
    apart = (named[name] - general for name in names)
    return "" if any(own and not own & named[best] for own in apart) or _is_among(best, clause) else best


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
    return frozenset(word[:5] for word in form("telling_word").findall(text.lower()))
