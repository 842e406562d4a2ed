"""What a part of the page is given by Python, whole, as the browser's scripts have it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rnnviz.lasting import OFFERED


def received(proto: Any) -> dict[str, Any]:
    """The data of a component's message, with what can be fetched beside it."""
    sent = json.loads(proto.json)
    if isinstance(sent, dict):
        return sent
    own, address = sent
    found = OFFERED.get(address.partition("/")[2]) if address else None
    return whole(own, json.loads(found.text) if found else {})


def whole(own: Mapping[str, Any], lasting: Mapping[str, Any]) -> dict[str, Any]:
    """As assets/shared/whole.js puts both together: the kind of the cell stands in every table."""
    data = {name: value for name, value in lasting.items() if name != "kind"} | dict(own)
    for part in (data, *data.get("cells", ())) if "kind" in lasting else ():
        if "table" in part:
            part["table"] = part["table"] | {"kind": lasting["kind"]}
    return data
