#!/usr/bin/env python3
"""Makes the places of a country from libphonenumber's geocoding data, as the package `phonenumbers` ships it.

`python3 rust-core/data/places/make.py` writes `IT.json` and `CH.json` beside itself, and what libphonenumber answers for a
sample of numbers to `tests/golden/places.csv`. Names are facts: nothing else is taken over.
"""

import json
from pathlib import Path

import phonenumbers
from phonenumbers import geocoder
from phonenumbers.geodata import GEOCODE_DATA

HERE = Path(__file__).resolve().parent
GOLDEN = HERE.parents[2] / "tests/golden/places.csv"

SOURCES = {
    "IT": "Area codes of the Italian numbering plan, each by its district's chief town: libphonenumber's geocoding data",
    "CH": "Area codes of the Swiss numbering plan, each by the town or towns it is for: libphonenumber's geocoding data",
}

# The data often puts an area's province into the English column. English is taken only where it names the same town.
SAME_TOWN_IN_ENGLISH = {
    "IT": {"010", "011", "02", "0376", "041", "0522", "0549", "055", "06", "081", "0965"},
    "CH": {"21", "22", "26", "31", "32", "41", "43", "44", "61", "71", "81"},
}

# Without an area, with an area in another country (the Vatican), and longer or shorter than usual.
MORE = """
+393331234567 +39800123456 +39892123456 +39840123456 +390669812345 +390843123456 +39199123456 +390200 +3906698 +390376
+39021234567 +39061234567 +390612345678 +3901234567 +390331234567 +390333123456 +39055123456 +390549123456
+41791234567 +41800123456 +41900123456 +41581234567 +41911234567 +41441234567
""".split()


def places(region):
    code = str(phonenumbers.country_code_for_region(region))
    for prefix, names in sorted(GEOCODE_DATA.items()):
        national = prefix.removeprefix(code)
        if national == prefix or not belongs(code, national, region):
            continue
        english, italian = names.get("en"), names.get("it") or names.get("en")
        name = {"it": italian}
        if national in SAME_TOWN_IN_ENGLISH[region] and english != italian:
            name["en"] = english
        yield national, name


def belongs(code, national, region):
    """Whether the plan gives the area to the region: +39 06 698 is the Vatican, and 033 is no area of its own."""
    plan = phonenumbers.PhoneMetadata.metadata_for_region(region)
    lengths = plan.fixed_line.possible_length or plan.general_desc.possible_length
    numbers = (f"+{code}{national.ljust(length, digit)}" for length in lengths for digit in "123456789")
    return any(
        phonenumbers.region_code_for_number(number) == region
        and phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.FIXED_LINE
        and own_area(code, national, number)
        for number in map(phonenumbers.parse, numbers)
    )


def own_area(code, national, number):
    """Whether no longer prefix of the data takes the number."""
    digits = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:]
    longest = max((digits[:length] for length in range(len(digits)) if digits[:length] in GEOCODE_DATA), key=len)
    return longest == code + national


def answer(text):
    """The place's Italian name; nothing where libphonenumber only knows the country."""
    number = phonenumbers.parse(text)
    name = geocoder.description_for_number(number, "it")
    return "" if name == geocoder.country_name_for_number(number, "it") else name


def main():
    sample = list(MORE)
    for region, source in SOURCES.items():
        all_places = dict(places(region))
        head = {
            "region": region,
            "source": source,
            "certainty": "medium",
            "made": f"data/places/make.py, phonenumbers {phonenumbers.__version__}",
        }
        lines = [f"  {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
        rows = [f"    {json.dumps(key)}: {json.dumps(name, ensure_ascii=False)}" for key, name in all_places.items()]
        text = "\n".join(["{", *lines, '  "places": {', ",\n".join(rows), "  }", "}", ""])
        (HERE / f"{region}.json").write_text(text, encoding="utf-8")
        code = phonenumbers.country_code_for_region(region)
        sample += [f"+{code}{prefix}".ljust(12, "5") for prefix in list(all_places)[::4]]
    rows = [f"{number},{answer(number)}" for number in sorted(set(sample))]
    GOLDEN.write_text("\n".join(["number,place", *rows, ""]), encoding="utf-8")


main()
