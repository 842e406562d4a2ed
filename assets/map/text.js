// Text from outside in Plotly, the twin of rnnviz/figures/axes.py.

/** Plotly reads a few tags, links among them: what a file holds is shown letter for letter. */
export const asText = (text) => String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
