"""Numbers in, plotly figures out."""

import pandas  # noqa: F401  plotly takes it from sys.modules, half-imported if another session is at it
