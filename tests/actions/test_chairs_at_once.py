"""Several who lead one room press “next” at once, in processes, on a real database."""

from tests.factories.installations import separate, write


def test_one_of_those_who_press_next_begins_the_item_and_the_others_are_told(tmp_path):
    """Every press either begins an item, once, or is told who was faster; moments have no gap."""
    with separate(tmp_path) as environment:
        told = write(environment, 4, 25, program="chairs")
    assert told["faults"] == []
    assert told["begun"] + told["somebody was faster"] == 100
    assert told["moments"] == list(range(1, told["begun"] + 1))
    assert told["somebody was faster"] > 0
