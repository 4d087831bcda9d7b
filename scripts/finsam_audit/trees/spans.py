"""Does an agreement follow from relations already taken? Then it says nothing."""

from collections.abc import Iterable, Sequence

PRIME = 2_147_483_647

Vector = Sequence[int]


def follows(wanted: Vector, taken: Iterable[Vector], zeros: Iterable[int]) -> bool:
    """Tell whether a relation among cells follows from others, where some of the cells are zero.

    Args:
        wanted: weights per cell; the relation says that they add up to nothing.
        taken: the relations that hold.
        zeros: the cells that are zero.

    """
    nothing = frozenset(zeros)
    rows = [[0 if n in nothing else w % PRIME for n, w in enumerate(vector)] for vector in (*taken, wanted)]
    asked = rows.pop()
    for place in range(len(asked)):
        pivot = next((row for row in rows if row[place]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        inverse = pow(pivot[place], PRIME - 2, PRIME)
        for row in (*rows, asked):
            if row[place]:
                factor = row[place] * inverse % PRIME
                for n, w in enumerate(pivot):
                    row[n] = (row[n] - factor * w) % PRIME
    return not any(asked)
