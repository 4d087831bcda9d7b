"""The search: the likeliest sets of edits under which every relation holds.

Best first over partial explanations. Each step takes a relation that does not hold and tries all that would mend it;
relations which that breaks join the broken ones. Explanations are complete when nothing is broken, or when what is
left is given up as unexplained, at a price.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from heapq import heappop, heappush

from .costs import Prices, printed_values
from .events import Event
from .explanations import explanations
from .hypotheses import hypotheses
from .nodes import Edit, Node, Outcome
from .relations import Values, acknowledged, strain_beside_known, wanted
from .slips import own_slips
from .system import Group

Said = tuple[int | None, int | None, tuple[object, ...] | None, frozenset[tuple[int, int]]]
"""An edit as an answer tells it: cell and value, or the place of an event, and the cells that it moves."""


WORTH_A_DIVE = 3
"""Relations that an event mends from which it is followed first: fewer are soon met by the search itself."""
DIVES = 3
"""Events that are followed so: the one that happened is among the first that mend most."""
BEAM = 10
"""Nodes that are followed step by step where the budget is spent."""


class Search:
    """One search in one group."""

    def __init__(self, group: Group, priors: Mapping[str, float]) -> None:
        """Take a group and the priors."""
        self.group = group
        self.priors = priors
        self.prices = Prices(group, priors)
        self.known = [acknowledged(group, relation) for relation in group.relations]
        self.slips: dict[int, set[int]] = {}
        self.outcome = Outcome()
        self.best = float("inf")

    def pays(self, relation: int, values: Values) -> float | None:
        """Return what a relation pays under values, None when broken."""
        return strain_beside_known(self.group.relations[relation], values, self.known[relation])

    def run(self, hints: Collection[Said] = ()) -> Outcome:
        """Search until nothing cheaper than the best and a little is left, or the budget of nodes is spent.

        Args:
            hints: edits that were found in parts of the group, where the search goes first: one that ends early knows
                at least what its parts knew.

        """
        values = printed_values(self.group.cells)
        pays = [self.pays(n, values) for n in range(len(self.group.relations))]
        broken = tuple(n for n, p in enumerate(pays) if p is None)
        start = Node(0.0, (), values, pays, broken, frozenset(), frozenset())
        self.events = hypotheses(self.group, self.prices, self.known, broken)
        self.explained = explanations(self.group, self.prices, broken)
        self.record(start)
        if not broken:
            return self.outcome
        self.walk(start, hints)
        self.dive(start)
        heap: list[tuple[float, int, Node]] = [(0.0, 0, start)]
        met: set[object] = set()
        count = 0
        slack = self.priors["slack"]
        while heap:
            bound, _, node = heappop(heap)
            if bound > self.best + slack:
                break
            if self.outcome.nodes >= self.priors["budget"]:
                self.outcome.past_budget = True
                self.descend(start)
                break
            self.outcome.nodes += 1
            for child in self.children(node):
                if child.cost > self.best + slack:
                    continue
                key = (frozenset(child.edits), child.exempt)
                if key in met:
                    continue
                met.add(key)
                self.record(child)
                if child.broken:
                    count += 1
                    rest = self.prices.wrong
                    if child.cost + rest <= self.best + slack:
                        heappush(heap, (child.cost + rest, count, child))
        return self.outcome

    def walk(self, node: Node, hints: Collection[Said]) -> None:
        """Follow edits that are known from elsewhere as far as they lead, and note where that is."""
        while node.broken:
            led = [child for child in self.children(node) if self.said(child.edits[len(node.edits) :]) <= set(hints)]
            if not led:
                break
            node = min(led, key=lambda child: child.cost)
            self.record(node)

    def dive(self, start: Node) -> None:
        """Follow the events that mend most, each to its end by the cheapest way on.

        What happened to a whole line breaks so many relations that single slips for each of them would spend the
        budget before the line is thought of.
        """
        unexplained = self.priors["unexplained"]
        ranked = sorted(self.events, key=lambda h: h.cost - unexplained * len(h.mends))
        for event in [h for h in ranked if len(h.mends) >= WORTH_A_DIVE][:DIVES]:
            node = self.changed(start, event.cost, (_event_edit(self.group, event.event),), event.exempts)
            self.record(node)
            while node.broken:
                self.outcome.nodes += 1
                steps = list(self.children(node))
                if not steps:
                    break
                node = min(steps, key=lambda child: child.cost + unexplained * len(child.broken))
                self.record(node)

    def descend(self, start: Node) -> None:
        """Follow the few nodes that are nearest to an end, step by step, with what is left counted as given up.

        Where many cells are wrong, whole explanations lie deeper than the budget reaches one level after another.
        """
        unexplained = self.priors["unexplained"]
        beam = [start]
        while beam:
            grown: dict[object, Node] = {}
            for node in beam:
                self.outcome.nodes += 1
                for child in self.children(node):
                    if child.cost <= self.best + self.priors["slack"]:
                        self.record(child)
                        if child.broken:
                            grown[frozenset(child.edits), child.exempt] = child
            beam = sorted(grown.values(), key=lambda child: child.cost + unexplained * len(child.broken))[:BEAM]

    def said(self, edits: Iterable[Edit]) -> set[Said]:
        """Return edits by the numbers of their cells, as the answer tells them."""
        cells = self.group.cells
        return {
            (
                None if edit.cell is None else cells[edit.cell].number, edit.value, edit.place,
                frozenset((cells[cell].number, value) for cell, value in edit.moved),
            )
            for edit in edits
        }  # fmt: skip

    def record(self, node: Node) -> None:
        """Note a node as an explanation, what it leaves broken given up; not where it broke something itself."""
        if any(not self.group.relations[n].deviates for n in node.broken):
            return
        cost = node.cost + self.priors["unexplained"] * len(node.broken)
        given_up = tuple(_given_up(self.group, n) for n in node.broken)
        edits = node.edits + given_up
        key = frozenset((e.cell, e.value, e.explains, e.place) for e in edits)
        if key not in self.outcome.found or cost < self.outcome.found[key][0]:
            self.outcome.found[key] = (cost, edits)
        self.best = min(self.best, cost)

    def children(self, node: Node) -> Iterator[Node]:
        """Yield the ways on that do not contradict themselves."""
        return (child for child in self.ways(node) if self.is_sound(child))

    def is_sound(self, node: Node) -> bool:
        """Tell whether the sums that say what a missing row held are as printed: with a term changed it held more."""
        return all(
            node.values[cell] == self.group.cells[cell].value
            for edit in node.edits if edit.place and edit.place[0] == "total"
            for n in edit.explains for cell in self.group.relations[n].cells
        )  # fmt: skip

    def ways(self, node: Node) -> Iterator[Node]:
        """Yield every way to mend one broken relation: one that the edits broke before the others, of fewest cells.

        What the edits broke tells where they lead: a wrong row stands in the totals above it. An empty total comes
        last: what belongs there follows from the rows, once these are right.
        """
        relations = self.group.relations
        relation = min(
            node.broken, key=lambda n: (relations[n].deviates, self.is_empty_total(n), len(relations[n].cells), n)
        )
        yield from self.single_cells(node, relation)
        for event in self.events:
            if relation in event.mends and not node.touched.intersection(c for c, _ in event.event.moved):
                child = self.changed(node, event.cost, (_event_edit(self.group, event.event),), event.exempts)
                if relation not in child.broken:
                    yield child
        for item in self.explained.get(relation, ()):
            if not node.touched.intersection(c for c, _ in item.cells):
                edits = tuple(
                    Edit(c, value, item.cause, item.evidence, explains=_of_cell(self.group, item.relations, c))
                    for c, value in item.cells
                )
                yield self.changed(node, item.cost, edits, item.relations)
        if self.group.relations[relation].deviates and len(node.broken) > 1:
            yield self.changed(node, self.priors["unexplained"], (_given_up(self.group, relation),), (relation,))

    def is_empty_total(self, relation: int) -> bool:
        """Tell whether what a relation computes is printed nowhere."""
        return any(self.group.cells[d.total].amount is None for d in self.group.relations[relation].definitions)

    def single_cells(self, node: Node, relation: int) -> Iterator[Node]:
        """Yield the edits of one cell of a relation that mend it, or more than they break."""
        tried: set[tuple[int, int]] = set()
        item = self.group.relations[relation]
        for definition in item.definitions:
            for cell in definition.cells():
                if cell in node.touched:
                    continue
                for value in self.values_for(node, relation, cell):
                    if (cell, value) in tried or value == self.group.cells[cell].amount:
                        continue
                    tried.add((cell, value))
                    price = self.prices.price(cell, value)
                    cost, cause, carried = price.cost, price.way.cause, False
                    if self.is_carried(node, relation, cell):
                        carried = self.prices.carried() < cost
                        cost = min(cost, self.prices.carried())
                        cause = "stale_subtotal" if carried else cause
                    before = self.followed(node, relation, cell)
                    if before.cost + cost > self.best + self.priors["slack"]:
                        continue
                    edit = Edit(cell, value, cause, price.way.evidence, carried=carried)
                    child = self.changed(before, cost, (edit,), ())
                    # of two wrong cells in one relation neither mends it: each is asked for by another one
                    if relation not in child.broken or len(child.broken) < len(node.broken):
                        yield child

    def is_carried(self, node: Node, relation: int, cell: int) -> bool:
        """Tell whether a total was added up from a row as wrongly printed: the sum held in print."""
        item = self.group.relations[relation]
        return not item.deviates and item.kind == "sum" and any(d.total == cell for d in item.definitions)

    def followed(self, node: Node, relation: int, cell: int) -> Node:
        """Return the node with the total of a sum that held in print carried, where one of its rows is the wrong one.

        What stands in another table may name the total first: then the row that it was added up from comes after it.
        """
        item = self.group.relations[relation]
        if item.deviates or item.kind != "sum":
            return node
        for place, edit in enumerate(node.edits):
            if edit.cell is None or edit.cell == cell or edit.value is None or edit.carried or edit.explains:
                continue
            saved = self.prices.price(edit.cell, edit.value).cost - self.prices.carried()
            if saved > 0 and any(d.total == edit.cell for d in item.definitions):
                carried = replace(edit, cause="stale_subtotal", evidence=None, carried=True)
                edits = (*node.edits[:place], carried, *node.edits[place + 1 :])
                return replace(node, cost=node.cost - saved, edits=edits)
        return node

    def values_for(self, node: Node, relation: int, cell: int) -> Iterator[int]:
        """Yield the values of a cell to try: what the broken relations want of it, and its own slips between."""
        # a slip may have brought its own decimals: what should stand there has those of its column
        step = self.group.cells[cell].usual_step or self.group.cells[cell].step
        signed = self.group.cells[cell].kind == "m"
        wants: list[tuple[float, float]] = []
        for n in self.group.relations_of[cell]:
            if n in node.broken:
                item = self.group.relations[n]
                for definition in item.definitions:
                    want = wanted(item.kind, definition, cell, node.values)
                    if want is not None:
                        wants.append(want)
                    known = [k for k in self.known[n] if k[0] != cell and node.values[k[0]] == k[1]]
                    for place, printed, suggested in known:
                        node.values[place] = suggested
                        want = wanted(item.kind, definition, cell, node.values)
                        node.values[place] = printed
                        if want is not None:
                            wants.append(want)
        met: set[int] = set()
        for middle, reach in wants:
            centre = round(middle / step)
            steps = int(reach / step)
            near = self.priors["near_steps"]
            if steps <= near:
                met.update((centre + k) * step for k in range(-steps - 1, steps + 2))
            else:
                met.add(centre * step)
                if cell not in self.slips:
                    self.slips[cell] = own_slips(self.group.cells[cell])
                met.update(v for v in self.slips[cell] if abs(v - middle) <= reach)
        known_value = self.group.cells[cell].known
        if known_value is not None:
            met.add(known_value)
        yield from sorted(v for v in met if signed or v >= 0)

    def changed(self, node: Node, cost: float, edits: tuple[Edit, ...], exempt: tuple[int, ...]) -> Node:
        """Return the node with more edits; `exempt` are relations that they explain or make void."""
        changes = [change for edit in edits for change in edit.changes()]
        values, touched = node.values, node.touched
        freed = node.exempt.union(exempt) if exempt else node.exempt
        if changes:
            values = list(values)
            for cell, value in changes:
                values[cell] = value
        touched = touched.union(
            [c for c, _ in changes], [e.cell for e in edits if e.cell is not None and e.value is not None]
        )
        pays = list(node.pays)
        broken = set(node.broken).difference(exempt)
        total = node.cost + cost
        for n in {n for c, _ in changes for n in self.group.relations_of[c]}:
            if n in freed:
                continue
            now = self.pays(n, values)
            total += (now or 0.0) - (pays[n] or 0.0)
            pays[n] = now
            if now is None:
                broken.add(n)
            else:
                broken.discard(n)
        return Node(total, (*node.edits, *edits), values, pays, tuple(sorted(broken)), freed, touched)


def _given_up(group: Group, relation: int) -> Edit:
    total = group.relations[relation].definitions[0].total
    return Edit(total, None, "unknown", explains=(relation,))


def _of_cell(group: Group, relations: tuple[int, ...], cell: int) -> tuple[int, ...]:
    return tuple(n for n in relations if cell in group.relations[n].cells)


def _event_edit(group: Group, event: Event) -> Edit:
    explains = tuple(n for n in event.exempts if group.relations[n].deviates) if not event.moved else ()
    return Edit(None, None, event.cause, event.evidence, event.place, event.moved, explains)
