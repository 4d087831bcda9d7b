"""What an edit costs, in nats: the negative logarithm of its odds against a print that is right."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from .plausibility import Surroundings, plausibility, surroundings
from .relations import Values
from .slips import Way, ways
from .system import Cell, Group

Rows = list[tuple[int, int, int | None]]


@dataclass(frozen=True, slots=True)
class Price:
    """The cost of a value in place of a print, and the likeliest way to the print."""

    cost: float
    way: Way


class Prices:
    """Prices of edits in one group, each worked out once."""

    def __init__(self, group: Group, priors: Mapping[str, float]) -> None:
        """Take a group and the priors."""
        self.group = group
        self.priors = priors
        self.wrong = -log(priors["wrong"])
        self._met: dict[tuple[int, int], Price] = {}
        self._rows: dict[int, Rows] = {}
        self._near: dict[int, tuple[Surroundings, float]] = {}

    def price(self, place: int, value: int) -> Price:
        """Return the price of a value in a cell: wrong at all, the slip, and how plausible value and print are."""
        key = (place, value)
        if key not in self._met:
            cell = self.group.cells[place]
            near = self.group.lookalikes.get(place, [])
            found = ways(cell, value, near, self.rows(place), self.priors)
            chance = sum(way.chance for way in found)
            likeliest = max(found, key=lambda way: (way.chance, way.cause, -(way.evidence or 0)))
            moved = self.moved(place, value)
            if likeliest.cause in ("unknown", "missing_number"):
                # no slip leads there: that the print is odd speaks for no value in its place
                moved = max(moved, 0.0)
            cost = self.wrong - log(chance) + moved + cell.outside * self.priors["outside"]
            self._met[key] = Price(cost, likeliest)
        return self._met[key]

    def moved(self, place: int, value: int) -> float:
        """Return how much less plausible the value is than the print, in nats; nothing for an empty cell."""
        cell = self.group.cells[place]
        if cell.amount is None:
            return 0.0
        if place not in self._near:
            around = surroundings(self.group, place, self.priors["table_weight"])
            self._near[place] = (around, log(plausibility(cell, cell.amount, around, self.priors)))
        around, printed = self._near[place]
        return max(printed - log(plausibility(cell, value, around, self.priors)), -self.priors["most_gain"])

    def rows(self, place: int) -> Rows:
        """Return the rows of the sums that a cell is the total of: number, part, part of the year before."""
        if place not in self._rows:
            found: dict[int, tuple[int, int, int | None]] = {}
            for n in self.group.relations_of[place]:
                relation = self.group.relations[n]
                if relation.kind != "sum":
                    continue
                for definition in relation.definitions:
                    if definition.total != place or len(definition.terms) < 2:
                        continue
                    for term, weight in definition.terms:
                        found[term] = self._row(term, weight)
            self._rows[place] = list(found.values())
        return self._rows[place]

    def _row(self, term: int, weight: int) -> tuple[int, int, int | None]:
        cell = self.group.cells[term]
        before = [look.amount for look in self.group.lookalikes.get(term, ()) if look.what == "prior"]
        return cell.number, weight * cell.value, weight * before[0] if before else None

    def carried(self) -> float:
        """Return the cost of a total that was added up from a wrong row as printed."""
        return -log(self.priors["carried"])


def printed_values(cells: list[Cell]) -> Values:
    """Return what is printed, an empty cell as nothing."""
    return [cell.value for cell in cells]
