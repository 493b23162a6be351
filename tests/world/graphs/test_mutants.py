"""Damaged files of every form give a graph or a sentence, and nothing else."""

from random import Random

from sim.world.graphs.files import graph_from_file
from sim.world.graphs.graph import GraphError
from tests.world.graphs.mutants import graph_files, mutants

MOST = 600


def outcome(path):
    try:
        assert graph_from_file(path).people >= 2
    except GraphError as error:
        return str(error)
    return ""


def test_damaged_files_are_read_or_refused_with_a_sentence(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    damaged = mutants(Random(12))
    read = 0
    for _ in range(MOST):
        name, content = next(damaged)
        (tmp_path / name).write_bytes(content)
        said = outcome(name)
        read += said == ""
        assert said == "" or (name in said and said.isprintable() and said[-1] in ".?")
    assert MOST // 10 < read < MOST


def test_what_is_damaged_was_sound(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused = set()
    for name, content in graph_files().items():
        (tmp_path / name).write_bytes(content)
        if outcome(name):
            refused.add(name)
    assert refused == {"matrix.csv", "tgf.txt", "gdf.txt", "contacts.txt", "talks.txt"}
