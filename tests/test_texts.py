"""Every text is marked so that it can be said in another language, and is read into the template for translators."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(path for folder in ("rnnviz", "pages") for path in (ROOT / folder).rglob("*.py"))
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.Module, ast.ClassDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def clashes(code: str) -> list[int]:
    """The lines where `_` is called in a scope that binds it as a throw-away, or within one."""
    return sorted(_clashes(ast.parse(code), False))


def _clashes(scope: ast.AST, bound: bool) -> Iterator[int]:
    own = list(_own(scope))
    bound = (bound and not isinstance(scope, ast.Module)) or any(_binds(node) for node in own)
    for node in own:
        if isinstance(node, (*SCOPES, *COMPREHENSIONS)):
            yield from _clashes(node, bound)
        elif bound and isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            yield node.lineno


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """What stands in a scope, and the scopes in it, but not what stands in those."""
    for node in ast.iter_child_nodes(scope):
        yield node
        if not isinstance(node, (*SCOPES, *COMPREHENSIONS)):
            yield from _own(node)


def _binds(node: ast.AST) -> bool:
    return (isinstance(node, ast.Name) and node.id == "_" and isinstance(node.ctx, ast.Store)) or (
        isinstance(node, ast.arg) and node.arg == "_"
    )


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("from a import _\ndef f():\n    b, _ = g()\n    return _('x')", [4]),
        ("def f(_):\n    return [_('x') for a in b]", [2]),
        ("x = [_('x') for a, _ in b]", [1]),
        ("f(lambda _: g(_('x')))", [1]),
        ("def f():\n    x = [a for a, _ in b]\n    return _('x')", []),
        ("def f():\n    _ = 1\ndef g():\n    return _('x')", []),
    ],
)
def test_a_clash_is_seen(code, lines):
    assert clashes(code) == lines


def test_no_throw_away_has_the_name_of_the_mark() -> None:
    assert {str(path.relative_to(ROOT)): found for path in FILES if (found := clashes(path.read_text("utf-8")))} == {}
