#!/usr/bin/env python3
"""Names the ranges that a newer version of libphonenumber's metadata knows and the one in use does not.

In two folders, `pip install --target old phonenumbers==9.0.33` (the version of the crate `phonenumber` in Cargo.lock, after the
`+`) and `pip install --target new phonenumbers`; then `python3 rust-core/data/metadata/make.py old new` writes `newer.json` beside
itself. `cargo xtask check` names what it holds, without a network; a test of the core holds it against the metadata in use.

Asked are all beginnings of three national digits in every country of `data/packs`, filled up to each length in some ways, and all
short codes of three digits there.
"""

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FILLINGS = ["00000000000", "12345678901", "55555555555", "98765432109"]

PROBE = r"""
import json, sys
sys.path.insert(0, sys.argv[1])
import phonenumbers
from phonenumbers import PhoneMetadata
from phonenumbers.re_util import fullmatch
import re
regions, fillings = json.loads(sys.argv[2])
found = {}
for region in regions:
    meta = PhoneMetadata.metadata_for_region(region)
    general, lengths = re.compile(meta.general_desc.national_number_pattern), meta.general_desc.possible_length
    short = PhoneMetadata.short_metadata_for_region(region)
    codes = re.compile(short.general_desc.national_number_pattern) if short else None
    rows = []
    for start in range(1000):
        digits = f"{start:03}"
        for length in lengths:
            if any(general.fullmatch((digits + filling)[:length]) for filling in fillings):
                rows.append(f"{digits}/{length}")
        if codes and codes.fullmatch(digits):
            rows.append(f"{digits}/3 short")
    found[region] = rows
print(json.dumps({"version": phonenumbers.__version__, "found": found}))
"""


def probe(folder, regions):
    asked = json.dumps([regions, FILLINGS])
    text = subprocess.run([sys.executable, "-c", PROBE, folder, asked], check=True, capture_output=True, text=True).stdout
    return json.loads(text)


def main():
    packs = [json.loads(path.read_text()) for path in sorted((HERE.parent / "packs").glob("*.json"))]
    regions = [pack["region"] for pack in packs]
    old, new = probe(sys.argv[1], regions), probe(sys.argv[2], regions)
    added = {region: sorted(set(new["found"][region]) - set(old["found"][region])) for region in regions}
    result = {
        "in_use": old["version"],
        "newer": new["version"],
        "added": {region: rows for region, rows in added.items() if rows},
    }
    (HERE / "newer.json").write_text(json.dumps(result, indent=1) + "\n")


main()
