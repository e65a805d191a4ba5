"""The units of both wires by code, with their symbols in ASCII.

`UNITS` are those of DLMS/COSEM (Blue Book, enumeration of units); 255 means that there is no unit; its symbol
is empty. `UNIT_CODES` are those of Smart Energy, by the attribute's enumeration. `MULTIPLES` are units that
are a power of ten of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["MULTIPLES", "UNITS", "UNIT_CODES"]

UNITS: Final[Mapping[int, str]] = MappingProxyType(
    {
        1: "a",
        2: "mo",
        3: "wk",
        4: "d",
        5: "h",
        6: "min",
        7: "s",
        8: "deg",
        9: "degC",
        10: "currency",
        11: "m",
        12: "m/s",
        13: "m3",
        14: "m3",
        15: "m3/h",
        16: "m3/h",
        17: "m3/d",
        18: "m3/d",
        19: "l",
        20: "kg",
        21: "N",
        22: "Nm",
        23: "Pa",
        24: "bar",
        25: "J",
        26: "J/h",
        27: "W",
        28: "VA",
        29: "var",
        30: "Wh",
        31: "VAh",
        32: "varh",
        33: "A",
        34: "C",
        35: "V",
        36: "V/m",
        37: "F",
        38: "ohm",
        39: "ohm m2/m",
        40: "Wb",
        41: "T",
        42: "A/m",
        43: "H",
        44: "Hz",
        45: "1/(Wh)",
        46: "1/(varh)",
        47: "1/(VAh)",
        48: "V2h",
        49: "A2h",
        50: "kg/s",
        51: "S",
        52: "K",
        53: "1/(V2h)",
        54: "1/(A2h)",
        55: "1/m3",
        56: "%",
        57: "Ah",
        60: "Wh/m3",
        61: "J/m3",
        62: "Mol %",
        63: "g/m3",
        64: "Pa s",
        65: "J/kg",
        66: "g/cm2",
        67: "atm",
        70: "dBm",
        71: "dBuV",
        72: "dB",
        128: "in",
        129: "ft",
        130: "lb",
        131: "degF",
        132: "degR",
        133: "sq in",
        134: "sq ft",
        135: "ac",
        136: "cu in",
        137: "cu ft",
        138: "ac ft",
        139: "gal (imp)",
        140: "gal (US)",
        141: "lbf",
        142: "psi",
        143: "lb/cu ft",
        144: "lb/(ft s)",
        145: "sq ft/s",
        146: "Btu",
        147: "thm (EC)",
        148: "thm (US)",
        149: "Btu/lb",
        150: "Btu/cu ft",
        151: "cu ft",
        152: "ft/s",
        153: "cu ft/s",
        154: "cu ft/min",
        155: "cu ft/h",
        156: "cu ft/d",
        157: "ac ft/s",
        158: "ac ft/min",
        159: "ac ft/h",
        160: "ac ft/d",
        161: "gal (imp)",
        162: "gal (imp)/s",
        163: "gal (imp)/min",
        164: "gal (imp)/h",
        165: "gal (imp)/d",
        166: "gal (US)",
        167: "gal (US)/s",
        168: "gal (US)/min",
        169: "gal (US)/h",
        170: "gal (US)/d",
        171: "Btu/s",
        172: "Btu/min",
        173: "Btu/h",
        174: "Btu/d",
        253: "reserved",
        254: "other",
        255: "",
    }
)

# Smart Energy, "UnitofMeasure Attribute Enumerations": one code counts energy or volume, and its rate in a demand.
_AMOUNTS: Final = MappingProxyType(
    {
        0x00: "kWh",
        0x01: "m3",
        0x02: "cu ft",
        0x03: "100 cu ft",
        0x04: "gal (US)",
        0x05: "gal (imp)",
        0x06: "Btu",
        0x07: "l",
        0x08: "kPa (gauge)",
        0x09: "kPa (absolute)",
        0x0A: "1000 cu ft",
        0x0B: "",
        0x0C: "MJ",
        0x0D: "kvarh",
    }
)
_RATES: Final = MappingProxyType(
    {
        0x00: "kW",
        0x01: "m3/h",
        0x02: "cu ft/h",
        0x03: "100 cu ft/h",
        0x04: "gal (US)/h",
        0x05: "gal (imp)/h",
        0x06: "Btu/h",
        0x07: "l/h",
        0x08: "kPa (gauge)",
        0x09: "kPa (absolute)",
        0x0A: "1000 cu ft/s",
        0x0B: "",
        0x0C: "MJ/s",
        0x0D: "kvar",
    }
)

UNIT_CODES: Final[Mapping[str, Mapping[int, str]]] = MappingProxyType(
    {
        "dlms": UNITS,
        "amount": _AMOUNTS,
        "rate": _RATES,
        "currency": MappingProxyType({826: "GBP", 978: "EUR"}),  # ISO 4217
        "MeteringTemperatureUnitOfMeasure": MappingProxyType({0: "K", 1: "degC", 2: "degF"}),
        "CalorificValueUnit": MappingProxyType({1: "MJ/m3", 2: "MJ/kg"}),
        "CO2Unit": MappingProxyType({1: "kg/kWh", 2: "kg/gal of gasoline", 3: "kg/thm of natural gas"}),
    }
)

MULTIPLES: Final[Mapping[str, tuple[str, int]]] = MappingProxyType(
    {
        "kWh": ("Wh", 3),
        "kW": ("W", 3),
        "kVA": ("VA", 3),
        "kVAh": ("VAh", 3),
        "kvar": ("var", 3),
        "kvarh": ("varh", 3),
        "MJ": ("J", 6),
        "MJ/m3": ("J/m3", 6),
        "MJ/kg": ("J/kg", 6),
        "m3": ("l", 3),
        "m3/h": ("l/h", 3),
    }
)
