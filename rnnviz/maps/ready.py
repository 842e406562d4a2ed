"""Importing this has umap imported and compiled in a thread, in the process that makes maps.

The compiled code is kept on disk by numba, which umap-learn leaves off: 2 s instead of 10 to 20 from the second
process on.
"""

from rnnviz.maps.umapping import WARMTH

WARMTH.start()
