"""What a column's name says: a time, a temperature and of what, its unit; by whole words, in some languages."""

from __future__ import annotations

import re


def words(*texts: str) -> frozenset[str]:
    return frozenset(" ".join(texts).split())


MISSING = words(
    "na n/a #n/a nan null none nil missing miss - -- --- . .. ? * m /// // x fehlt trace void nodata n.a. n.d. nd",
) | {"", "no data", "k.a."}
TIME = words(
    "date time datetime timestamp day dt hour hr hh hours datum zeit uhrzeit stunde tid tidspunkt heure fecha",
    "hora jour valid utc gmt unix epoch ts year month yr mon mo dy minute minutes min mm yyyy yyyymmdd yyyymmddhh",
    "dato zeitpunkt zeitstempel",
)
TEMPERATURE = words(
    "temp temps temperature temperatures temperatur temperatura temperatuur température lufttemperatur lufttemp",
    "airtemp airtemperature tmp tmpf tmpc tempf tempc tempk tair ta drybulb tavg tmean tmin tmax tempm",
)
EXACT = frozenset(("tt_tu", "tt", "tl", "t2m", "t_2m", "t", "tt_10", "t_air", "dry bulb", "°c", "°f", "t2 m"))
DERIVED = words(
    "apparent feels feel dew dewpoint wet wetbulb chill windchill heat index virtual potential tau",
)
EXTREME = words(
    "min max minimum maximum tmin tmax low high lowest highest std range change trend anomaly",
)
NO_VALUE = words(
    "flag flags quality qc qualifier code source attribute attributes unit units qn kvalitet status error sensor",
    "id remark remarks comment uncertainty count",
)
TENTHS = "0.1 °C"
UNITS = (
    (TENTHS, re.compile(r"[\[(]0\.1 °c[\])]$")),
    ("K", re.compile(r"kelvin|[\[(]\s*(deg\.?\s*|°)?k\s*[\])]|[_ ,]k$|^temp?k$")),
    ("°F", re.compile(r"fahrenheit|℉|[°º]\s*f\b|deg\.?[ _]*f\b|[\[(]\s*f\s*[\])]|[_ ,/]f$|^te?mpf$|^tempi$")),
    ("°C", re.compile(r"celsius|centigrade|℃|[°º]\s*c\b|deg\.?[ _]*c\b|[\[(]\s*c\s*[\])]|[_ ,/]c$|^te?mpc$|^tempm$")),
)


def words_of(name: str) -> list[str]:
    """The words, in small letters: HourlyDryBulbTemperature has four, temperature_2m three."""
    apart = re.sub(r"([a-zäöüß])([A-Z])", r"\1 \2", name)
    return [word.lower() for word in re.findall(r"[^\W\d_]+", apart)]


def is_time(name: str) -> bool:
    return any(word in TIME or word.endswith(("datum", "zeit", "date", "time")) for word in words_of(name))


def is_temperature(name: str) -> bool:
    """Whether a column can hold a temperature, of whatever: never its flag, never attempt or template."""
    words = set(words_of(name))
    if words & NO_VALUE:
        return False
    named = words & TEMPERATURE or any(re.search(r"temperatur[ea]?$", word) for word in words)
    bare = re.sub(r"\s*[\[(].*$", "", name.strip()).lower()
    drops = {"dry", "bulb"} <= words
    return bool(named) or bare in EXACT or drops or bool(words & {"dewpoint"})


def is_derived(name: str) -> bool:
    """Apparent, dew point, wind chill: a temperature, not that of the air."""
    return bool(set(words_of(name)) & DERIVED)


def is_extreme(name: str) -> bool:
    return bool(set(words_of(name)) & EXTREME)


def unit_of(name: str) -> str:
    """°C, °F, K, tenths of °C, or "" where the name says none."""
    low = name.strip().lower()
    return next((unit for unit, pattern in UNITS if pattern.search(low)), "")


def bracketed(name: str) -> str:
    """What stands in brackets at the end of a name: "hPa" in Pressure (hPa)."""
    found = re.search(r"[\[(]([^\])<>&$]{1,12})[\])]\s*$", name)
    return found[1].strip() if found else ""
