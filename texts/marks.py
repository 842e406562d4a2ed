"""What Babel reads into the template: every text that is marked. Its own readers skip what stands in an f-string, and a
text in a script's template within another."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

Found = tuple[int, str, tuple[str | None, ...], list[str]]
"""Line, the marking function, its arguments (None: no literal), no comments."""

_STRING = r"""(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
_TEXT = rf"{_STRING}(?:\s*\+\s*{_STRING})*"
_CALL = re.compile(rf"\b(\w+)\(\s*({_TEXT})(?:\s*,\s*({_TEXT}))?")


def python(
    file: IO[bytes], keywords: Mapping[str, object], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """Those of a module."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords:
            yield node.lineno, node.func.id, tuple(map(_literal, node.args)), []


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def script(
    file: IO[bytes], keywords: Mapping[str, object], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """Those of a script: literals, joined by + where one is long."""
    whole = file.read().decode()
    for call in _CALL.finditer(whole):
        if call[1] in keywords:
            texts = tuple(_joined(text) for text in call.groups()[1:] if text)
            yield whole.count("\n", 0, call.start()) + 1, call[1], texts, []


def _joined(text: str) -> str:
    return "".join(map(ast.literal_eval, re.findall(_STRING, text)))
