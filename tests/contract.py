"""The contract between Python and the scripts: assets/shared/contract.d.ts, as the JSON schema that is made of it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SCHEMA: dict[str, Any] = json.loads((Path(__file__).parent / "js" / "contract.json").read_text(encoding="utf-8"))
COMPONENTS: dict[str, Any] = SCHEMA["$defs"]["Contract"]["properties"]
SHOWN = 20  # items of a long list that are looked at, at each end: its others are made alike


@cache
def validator(component: str, part: str) -> Draft202012Validator:
    return Draft202012Validator(SCHEMA | COMPONENTS[component]["properties"][part])


def breaches(component: str, data: Any, part: str = "data") -> list[str]:
    """Where `data` is not what the contract says of this part of what goes to the component or comes from it."""
    found = validator(component, part).iter_errors(shortened(data))
    return [f"{component} {it.json_path}: {it.message[:200]}" for it in found]


def shortened(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: shortened(value) for key, value in data.items()}
    if isinstance(data, list):
        ends = data if len(data) <= 2 * SHOWN else data[:SHOWN] + data[-SHOWN:]
        return [shortened(it) for it in ends]
    return data
