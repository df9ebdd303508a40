"""Graphs of what came after missed targets: whatever is recorded, no chain mixes units or leads back."""

from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.review.loops import KINDS, Graph, Node, decided, follow, gaps, link, seen

UNITS, INDICATORS, DAYS = ("north", "south"), ("GROWTH", "REVENUE", ""), ("2023-12-31", "2024-12-31")
#: What a node may name: nothing of its kind, or what stands right before it.
_BEFORE = {"petition": "cause", "clause": "petition", "task": "clause"}


@st.composite
def recorded(draw) -> list[Node]:
    """Draw nodes of every kind, some of which name others that are there or not."""
    nodes = []
    for number in range(draw(st.integers(0, 14))):
        kind = draw(st.sampled_from(KINDS))
        earlier = [one.key for one in nodes if one.kind == _BEFORE.get(kind)]
        after = draw(st.lists(st.sampled_from([*earlier, "gone"]), max_size=2)) if kind in _BEFORE else []
        nodes.append(
            Node(
                kind,
                f"{kind}/{number}",
                "" if kind == "clause" else draw(st.sampled_from(UNITS)),
                "" if kind == "clause" else draw(st.sampled_from(INDICATORS)),
                draw(st.sampled_from(DAYS)),
                tuple(after),
                draw(st.booleans()),
            )
        )
    return nodes


def is_forward(graph: Graph) -> bool:
    """Return whether each edge goes on to a later kind."""
    place = KINDS.index
    return all(place(graph.nodes[a].kind) < place(graph.nodes[b].kind) for a, b in graph.edges)


@given(recorded(), st.randoms())
def test_a_graph_leads_on_whatever_the_order(nodes, random):
    """Every edge joins two nodes that are there and goes on to a later kind; the order of rows is nothing."""
    graph = link(nodes)
    shuffled = list(nodes)
    random.shuffle(shuffled)
    assert link(shuffled).edges == graph.edges
    assert {key for edge in graph.edges for key in edge} <= set(graph.nodes)
    assert is_forward(graph)


@given(recorded())
def test_what_is_joined_by_its_subject_is_of_one_unit(nodes):
    """Nothing that names nothing comes after another unit's shortfall, nor a figure before what it shows."""
    graph = link(nodes)
    for before, after in graph.edges:
        one, other = graph.nodes[before], graph.nodes[after]
        if one.kind == "shortfall" and other.kind != "clause":
            assert one.subject == other.subject
        if other.kind == "figure":
            assert one.at < other.at


@given(recorded())
def test_each_shortfall_has_one_chain_and_a_unit_only_its_own(nodes):
    """Chains of a unit are those of its shortfalls; a shortfall that nothing came after is a gap."""
    graph = link(nodes)
    missed = {one.key for one in nodes if one.kind == "shortfall"}
    chains = follow(graph)
    assert {one.shortfall.key for one in chains} == missed
    own = follow(graph, unit_key="north", indicator="GROWTH")
    assert {one.shortfall.subject for one in own} <= {("north", "GROWTH")}
    open_ = {gap.node.key for gap in gaps(graph) if gap.code == "no_petition"}
    assert open_ == {one.shortfall.key for one in chains if not one.is_answered}


@given(recorded())
def test_who_reaches_nothing_sees_nothing(nodes):
    """Of a chain one sees petitions and tasks that one reaches, and no clause that joins none of them."""
    graph = link(nodes)
    for chain in follow(graph):
        assert seen(chain, lambda node: False) is None
        found = seen(chain, lambda node: node.unit_key == "north")
        for kind in ("petition", "task"):
            assert {one.unit_key for one in (found.found[kind] if found else ())} <= {"north"}
    assert {one.unit_key for one in decided(graph, "north", "GROWTH", lambda node: True)} <= {"north", ""}


def test_a_clause_by_decision_comes_after_the_shortfall_that_its_task_is_about():
    """Without a petition the task's unit and indicator lead from the shortfall to the clause."""
    missed = Node("shortfall", "s", "north", "GROWTH", DAYS[0])
    clause = Node("clause", "c", at=DAYS[0], is_asking=True)
    task = Node("task", "t", "north", "GROWTH", DAYS[0], ("c",))
    later = Node("figure", "f", "north", "GROWTH", DAYS[1])
    (chain,) = follow(link([later, task, clause, missed]))
    assert [one.key for kind in KINDS[1:] for one in chain.found[kind]] == ["c", "t", "f"]
    assert chain.gaps == ()


def test_each_kind_of_gap():
    """What nothing follows is told by what is missing after it."""
    nodes = [
        Node("shortfall", "s", "north", "GROWTH", DAYS[0]),
        Node("petition", "p", "south", "GROWTH", DAYS[0], is_asking=True),
        Node("petition", "q", "south", "GROWTH", DAYS[0]),
        Node("clause", "c", at=DAYS[0], is_asking=True),
        Node("task", "t", at=DAYS[0]),
        Node("task", "u", "south", "REVENUE", DAYS[0]),
    ]
    told = [(one.code, one.node.key) for one in gaps(link(nodes))]
    assert told == [("no_petition", "s"), ("no_clause", "p"), ("no_task", "c"), ("no_indicator", "t"),
                    ("no_figure", "u")]  # fmt: skip
