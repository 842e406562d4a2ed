"""What a page may load, who may frame it (Content-Security-Policy, W3C CSP Level 3), and which hosts are answered."""

from __future__ import annotations

import base64
import hashlib
import os
import re

FRAMES = "RNNVIZ_FRAME_ANCESTORS"
"""Names the sites that may show rnnviz in a frame, as a school's learning platform: `https://learn.school.example`."""

HOSTS = "RNNVIZ_HOSTS"
"""Names the hosts that the app answers to; left out, any: a class finds its teacher's machine by its address."""

HERE = ("localhost", "127.0.0.1")  # health checks
HOST = re.compile(r"(\*\.)?[a-zA-Z0-9.-]+")
ORIGIN = re.compile(r"https?://[a-zA-Z0-9.*-]+(:\d+)?")
INLINE = re.compile(rb'<script(?: type="importmap")?>(.*?)</script>', re.DOTALL)
RULES = {
    "default-src": "'self'",
    # A component's few lines come as a blob; Plotly writes the functions that draw the map's points as it goes. The
    # scripts that stand in the page itself are named by their hash.
    "script-src": "'self' blob: 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",  # Streamlit's styles are made in the browser, and stages set widths
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}


def framers() -> list[str]:
    """The origins that may frame the app beside itself. Raises SystemExit with a sentence on what is none."""
    return _named(FRAMES, ORIGIN, "origins such as https://learn.school.example")


def hosts() -> list[str]:
    """The hosts that are answered; "*" stands for all. Raises SystemExit with a sentence on what is none."""
    named = _named(HOSTS, HOST, "hosts such as rnnviz.school.example")
    return [*named, *HERE] if named else ["*"]


def _named(variable: str, form: re.Pattern[str], what: str) -> list[str]:
    named = os.environ.get(variable, "").replace(",", " ").split()
    wrong = [it for it in named if not form.fullmatch(it)]
    if wrong:
        raise SystemExit(f"{variable} takes {what}, with spaces between them. This is none: {wrong[0]}")
    return named


def headers(page: bytes, framed_by: list[str]) -> dict[str, str]:
    """For a whole page: the policy, and what older browsers read of it."""
    hashes = [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in INLINE.findall(page)]
    scripts = " ".join([RULES["script-src"], *(f"'sha256-{it}'" for it in hashes)])
    rules = RULES | {"script-src": scripts, "frame-ancestors": " ".join(["'self'", *framed_by])}
    alone = {} if framed_by else {"x-frame-options": "SAMEORIGIN"}
    return alone | {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in rules.items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
    }
