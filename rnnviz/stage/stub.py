"""The script of a Streamlit component: a stub, as it is sent again with every change of the data."""

from __future__ import annotations


def stub(path: str, name: str = "default") -> str:
    """Calls the function `name` of the script at `path` under assets/, which the server sends once, with whole data."""
    return f"""
export default async function (component) {{
  const at = (file) => import(new URL("assets/" + file, document.baseURI).href);
  const [{{ whole }}, {{ {name}: act }}] = await Promise.all([at("shared/whole.js"), at("{path}")]);
  const all = await whole(component);
  return all && act(all);
}}
"""
