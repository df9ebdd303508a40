"""Packs on disk: data files read, checked and turned into a `Pack`."""

from giaoban.files.packs.reading import read_pack

__all__ = ["read_pack"]
