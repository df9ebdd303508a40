"""Loops: from a target that was missed over what was said, asked, concluded and given, to later figures.

The graph tells what came after what, never that one thing brought about the other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, get_args

#: In the order in which one follows the other.
Kind = Literal["shortfall", "cause", "petition", "clause", "task", "figure"]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: What is missing between two of them: nothing was asked or decided after a shortfall; no clause takes
#: an open petition up; a clause gives nobody a task; a task names no figure, or there is none since.
GapCode = Literal["no_petition", "no_clause", "no_task", "no_indicator", "no_figure"]
GAPS: tuple[GapCode, ...] = get_args(GapCode)


@dataclass(frozen=True)
class Node:
    """One thing of the graph: what it is, of which unit and indicator, and what a page tells of it.

    `at` is the last day of the period of its round. `after` are the keys of what it names itself: a petition
    its cause, a clause its petition, a task its clause. `is_asking` says that something is to come after it:
    a petition that is open, a clause that asks for something.
    """

    kind: Kind
    key: str
    unit_key: str = ""
    indicator: str = ""
    at: str = ""
    after: tuple[str, ...] = ()
    is_asking: bool = False
    told: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def subject(self) -> tuple[str, str] | None:
        """Return the unit and the indicator, or None where it is not about one of a unit."""
        return (self.unit_key, self.indicator) if self.unit_key and self.indicator else None


@dataclass(frozen=True)
class Gap:
    """One place where the loop is open, and the node that nothing follows."""

    code: GapCode
    node: Node


@dataclass(frozen=True)
class Chain:
    """One shortfall with all that came after it, kind by kind, each in the order of its key."""

    shortfall: Node
    found: Mapping[Kind, tuple[Node, ...]]
    gaps: tuple[Gap, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Return whether anything was asked or decided after the shortfall."""
        return any(self.found[kind] for kind in ("petition", "clause", "task"))


@dataclass(frozen=True)
class Graph:
    """Nodes by key, and edges from each to what came after it; no edge leads back."""

    nodes: Mapping[str, Node]
    edges: frozenset[tuple[str, str]]

    @cached_property
    def following(self) -> Mapping[str, tuple[str, ...]]:
        """Return the keys of what came right after each node, in their order."""
        found = defaultdict(list)
        for before, after in sorted(self.edges):
            found[before].append(after)
        return {key: tuple(keys) for key, keys in found.items()}

    def of_kind(self, kind: Kind) -> tuple[Node, ...]:
        """Return the nodes of one kind in their order."""
        return tuple(node for _, node in sorted(self.nodes.items()) if node.kind == kind)

    def reach(self, key: str) -> tuple[Node, ...]:
        """Return everything that came after a node, by whatever way."""
        found, waiting = set[str](), [key]
        while waiting:
            for after in self.following.get(waiting.pop(), ()):
                if after not in found:
                    found.add(after)
                    waiting.append(after)
        return tuple(self.nodes[one] for one in sorted(found))


def link(nodes: Iterable[Node]) -> Graph:
    """Return the graph of the nodes: each comes after what it names, or after what it is about.

    Edges:   causes, petitions and tasks that name nothing come after the shortfalls of their unit, indicator
             and time, figures after the earlier shortfalls and tasks of theirs; a clause that no petition
             leads to, after the shortfalls of its tasks. What is named and not there is left out; where
             unit or indicator is open nothing is joined by them.
    """
    known = {node.key: node for node in nodes}
    named = {(key, node.key) for node in known.values() for key in node.after if key in known}
    about = set(_by_subject(known.values(), {after for _, after in named}))
    joined = Graph(known, frozenset(named | about))
    return Graph(known, joined.edges | frozenset(_by_decision(joined)))


def follow(graph: Graph, *, unit_key: str = "", indicator: str = "") -> tuple[Chain, ...]:
    """Return the chains that begin with a shortfall of a unit, of an indicator, of both, or all of them."""
    wanted = [
        node
        for node in graph.of_kind("shortfall")
        if unit_key in ("", node.unit_key) and indicator in ("", node.indicator)
    ]
    return tuple(_chain(graph, node) for node in wanted)


def seen(chain: Chain, may_see: Callable[[Node], bool]) -> Chain | None:
    """Return what somebody may see of a chain: its petitions and tasks, and the clauses that join those.

    Edges:   None where nothing of it is theirs; shortfall and figures hide from nobody who sees anything.
    """
    petitions, tasks = ([one for one in chain.found[kind] if may_see(one)] for kind in ("petition", "task"))
    named = {key for one in petitions for key in (one.key, *one.after)}
    leading = {key for one in tasks for key in one.after}
    clauses = [one for one in chain.found["clause"] if named & {*one.after} or one.key in leading]
    causes = [one for one in chain.found["cause"] if one.key in named or may_see(one)]
    if not (petitions or tasks or causes):
        return None
    kept = {"cause": causes, "petition": petitions, "clause": clauses, "task": tasks}
    found = {**chain.found, **{kind: tuple(nodes) for kind, nodes in kept.items()}}
    known = {chain.shortfall, *(node for nodes in found.values() for node in nodes)}
    return Chain(chain.shortfall, found, tuple(gap for gap in chain.gaps if gap.node in known))


def decided(graph: Graph, unit_key: str, indicator: str, may_see: Callable[[Node], bool]) -> tuple[Node, ...]:
    """Return what was missed, asked, concluded and given about an indicator of a unit, round by round.

    Edges:   of petitions and tasks what somebody may see, and the clauses of those tasks; figures are left
             to the path of the target.
    """
    own = [node for node in graph.nodes.values() if node.subject == (unit_key, indicator)]
    missed = [node for node in own if node.kind == "shortfall"]
    visible = [node for node in own if node.kind in ("petition", "task") and may_see(node)]
    named = {key for node in visible if node.kind == "task" for key in node.after}
    clauses = [node for key, node in graph.nodes.items() if key in named]
    found = (*missed, *visible, *clauses)
    return tuple(sorted(found, key=lambda node: (node.at, KINDS.index(node.kind), node.key)))


def gaps(graph: Graph) -> tuple[Gap, ...]:
    """Return every place where the loop is open, by the kind of the gap."""
    found = [gap for node in graph.nodes.values() for gap in _gaps(graph, node)]
    return tuple(sorted(found, key=lambda one: (GAPS.index(one.code), one.node.key)))


def _by_subject(nodes: Iterable[Node], named: set[str]) -> Iterator[tuple[str, str]]:
    """Yield an edge from each shortfall to what is about its unit and indicator and names nothing."""
    listed = [node for node in nodes if node.subject]
    shortfalls, tasks = _subjects(listed, "shortfall"), _subjects(listed, "task")
    for node in listed:
        if node.kind == "figure":
            earlier = (*shortfalls[node.subject], *tasks[node.subject])
            yield from ((one.key, node.key) for one in earlier if one.at < node.at)
        elif node.kind != "shortfall" and node.key not in named:
            yield from ((one.key, node.key) for one in shortfalls[node.subject] if one.at == node.at)


def _by_decision(graph: Graph) -> Iterator[tuple[str, str]]:
    """Yield an edge from each shortfall to the clause of a task about it that nothing else joins to it."""
    shortfalls = _subjects((node for node in graph.nodes.values() if node.subject), "shortfall")
    for task in (node for node in graph.nodes.values() if node.kind == "task" and node.subject):
        for shortfall in shortfalls[task.subject]:
            if shortfall.at == task.at and task not in graph.reach(shortfall.key):
                yield from ((shortfall.key, key) for key in task.after if key in graph.nodes)


def _subjects(nodes: Iterable[Node], kind: Kind) -> Mapping[tuple[str, str] | None, list[Node]]:
    found = defaultdict(list)
    for node in nodes:
        if node.kind == kind:
            found[node.subject].append(node)
    return found


def _chain(graph: Graph, shortfall: Node) -> Chain:
    reached = graph.reach(shortfall.key)
    found = {kind: tuple(node for node in reached if node.kind == kind) for kind in KINDS[1:]}
    return Chain(shortfall, found, tuple(gap for node in (shortfall, *reached) for gap in _gaps(graph, node)))


def _gaps(graph: Graph, node: Node) -> Iterator[Gap]:
    """Yield what is missing after one node."""
    after = {graph.nodes[key].kind for key in graph.following.get(node.key, ())}
    if node.kind == "shortfall":
        if not {one.kind for one in graph.reach(node.key)} & {"petition", "clause", "task"}:
            yield Gap("no_petition", node)
    elif node.kind == "petition" and node.is_asking and not after & {"clause", "petition"}:
        yield Gap("no_clause", node)
    elif node.kind == "clause" and node.is_asking and "task" not in after:
        yield Gap("no_task", node)
    elif node.kind == "task" and "figure" not in after:
        yield Gap("no_figure" if node.subject else "no_indicator", node)
