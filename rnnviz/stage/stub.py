"""The script of a Streamlit component: a stub, as it is sent again with every change of the data."""

from __future__ import annotations


def stub(path: str, name: str = "default") -> str:
    """Calls the function `name` of the script at `path` under assets/, which the server sends once."""
    return f"""
export default async function (component) {{
  const {{ {name}: act }} = await import(new URL("assets/{path}", document.baseURI).href);
  return act(component);
}}
"""
