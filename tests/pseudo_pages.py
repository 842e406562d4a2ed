"""Opens pages in the language that RNNVIZ_LANGUAGE names, and prints every text of each as JSON: page, where, text.

python tests/pseudo_pages.py home "train?lead=off&view=back"
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rnnviz.lasting import OFFERED  # noqa: E402
from rnnviz.ui import behind  # noqa: E402
from rnnviz.ui.lessons import LESSONS  # noqa: E402

SILENT = {
    "id", "key", "form_id", "icon", "element_id", "url", "page_script_hash", "tag", "type", "shortcut", "language",
    "color", "css_content", "html_content", "js_content", "js_source_path", "css_source_path", "query_param_key",
    "query_string", "page", "deferred_file_id", "raw_value", "default", "value", "theme", "code_text", "columns",
}  # fmt: skip
"""Fields of Streamlit's messages that are no text of ours, or that hold what is typed, coded or chosen by its key."""


def texts(app: AppTest) -> Iterator[tuple[str, str]]:
    """Where, and what."""
    for tree in app._tree.children.values():
        for node in nodes(tree):
            proto = getattr(node, "proto", None)
            if isinstance(proto, Message):
                for path, text in fields(proto):
                    yield from unpacked(f"{getattr(node, 'type', '?')}{path}", text)


def nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from nodes(child)


def fields(message: Message, path: str = "") -> Iterator[tuple[str, str]]:
    for field, value in message.ListFields():
        if field.name in SILENT:
            continue
        many = value.values() if hasattr(value, "values") else value if field.is_repeated else [value]
        for one in many:
            if isinstance(one, Message):
                yield from fields(one, f"{path}.{field.name}")
            elif isinstance(one, str):
                yield f"{path}.{field.name}", one


def unpacked(where: str, text: str) -> Iterator[tuple[str, str]]:
    """A payload's own texts; what a part of the page is told once is read from its address."""
    kept = OFFERED.get(text.rpartition("/")[2]) if text.startswith("lasting/") else None
    if kept:
        yield from unpacked(f"{where} lasting", kept.text.decode())
    elif text[:1] in "{[" and is_json(text):
        for path, leaf in leaves(json.loads(text)):
            yield from unpacked(f"{where} {path}", leaf)
    else:
        yield where, text


def is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except ValueError:
        return False


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, f"{path}.{key}")
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one, path)


def main(links: list[str]) -> None:
    behind.is_open = lambda container: True  # what stands behind buttons and in folds is drawn, too
    for link in links:
        name, _, query = link.partition("?")
        app = AppTest.from_file(str(ROOT / "rnnviz" / "main.py"), default_timeout=120)
        for item in filter(None, query.split("&")):
            key, _, value = item.partition("=")
            app.query_params[key] = value
        file = LESSONS[name].file if name in LESSONS else f"{name}.py"
        app.run().switch_page(f"../pages/{file}").run()
        assert not app.exception, (link, app.exception)
        for where, text in texts(app):
            print(json.dumps([link, where, text], ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
