"""The arithmetic: NumPy, float64. No torch, no Streamlit."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
