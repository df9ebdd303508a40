"""The transpiled statements, word for word: another version of the transpiler shows as a change of a file."""

from tests.golden.cluster import FOLDER, texts


def test_the_cluster_reads_the_approved_texts():
    """Each statement has its file, and each file its statement; `make docs` writes them."""
    approved = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.sql")}
    assert dict(texts()) == approved
