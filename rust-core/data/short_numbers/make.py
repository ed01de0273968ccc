#!/usr/bin/env python3
"""Makes the emergency and essential short numbers of every region from libphonenumber's short-number metadata, as the package
`phonenumbers` ships it.

`pip install phonenumbers==9.0.43 && python3 rust-core/data/short_numbers/make.py` writes `short_numbers.json` beside itself.

- `emergency`: every number of the region's `emergency` pattern.
- `essential`: numbers free of charge that are three digits long, and the harmonised 116 numbers that are in service
  (Commission Decision 2007/116/EC and its amendments), where the region's `toll_free` pattern has them. Numbers that a network
  gives to itself (`carrier_specific`) and emergency numbers are left out.

Numbers are facts: nothing else is taken over.
"""

import json
import re
from pathlib import Path

import phonenumbers
from phonenumbers import PhoneMetadata
from phonenumbers.shortdata import _AVAILABLE_REGION_CODES

HERE = Path(__file__).resolve().parent
# Missing children, victims of crime, children, doctors on call, missing persons and emotional support.
HARMONISED = ["116000", "116006", "116111", "116117", "116123"]
# Longer emergency numbers would be ordinary numbers with an area code.
MAX_EMERGENCY_DIGITS = 6
# A free code that its country gives to callers who sell (India's 140 range) protects nobody.
NOT_ESSENTIAL = {"IN": {"140", "141", "139", "138"}}


def numbers(desc, lengths):
    """Every number of these lengths that a description's pattern takes."""
    if desc is None or not desc.national_number_pattern:
        return []
    pattern = re.compile(desc.national_number_pattern)
    wanted = [length for length in desc.possible_length if length in lengths]
    candidates = (str(value).zfill(length) for length in wanted for value in range(10**length))
    return [number for number in candidates if pattern.fullmatch(number)]


def region(code):
    """The emergency and the essential numbers of a region."""
    metadata = PhoneMetadata.short_metadata_for_region(code, None)
    emergency = numbers(metadata.emergency, range(2, MAX_EMERGENCY_DIGITS + 1))
    free = numbers(metadata.toll_free, [3])
    free += [number for number in HARMONISED if number in numbers(metadata.toll_free, [6])]
    own = set(numbers(metadata.carrier_specific, [3]))
    essential = [n for n in free if n not in emergency and n not in own and n not in NOT_ESSENTIAL.get(code, set())]
    return {"emergency": emergency, "essential": essential}


def main():
    document = {
        "source": f"libphonenumber {phonenumbers.__version__}, ShortNumberMetadata",
        "regions": {code: region(code) for code in sorted(_AVAILABLE_REGION_CODES)},
    }
    # One line a region, so that a new version reads well in a diff.
    lines = [f'  "{code}": {json.dumps(row)}' for code, row in document["regions"].items()]
    text = '{\n "source": %s,\n "regions": {\n%s\n }\n}\n' % (json.dumps(document["source"]), ",\n".join(lines))
    json.loads(text)
    (HERE / "short_numbers.json").write_text(text)


if __name__ == "__main__":
    main()
