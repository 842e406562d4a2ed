"""Compile umap once for this installation, so that the first map comes in seconds: ``python -m rnnviz.maps``."""

from rnnviz.maps.umapping import WARMTH

WARMTH.warm()
