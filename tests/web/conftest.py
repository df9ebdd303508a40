"""The site as readers see it: real packs, real rounds, frozen once."""

from tests.factories.sites import prepared, site

__all__ = ["prepared", "site"]
