#!/usr/bin/env python3
"""The repository speaks of the product: no marks of merges, no personal paths, no names of work in progress."""
import re
import sys

import sources

MARKS = re.compile(r"^(<{7} |={7}$|>{7} )", re.M)
PATHS = re.compile(r"/work/(main|wt|shared|notes)|\.\./shared")


def main():
    complaints = []
    for name in sources.tracked("*"):
        if name == "tests/lint/prose.py":
            continue
        text = sources.read(name)
        if MARKS.search(text) and not name.startswith("tests/golden/"):
            complaints.append(f"{name}: mark of an unfinished merge")
        if PATHS.search(text):
            complaints.append(f"{name}: names a folder outside the repository")
    return sources.report(complaints)


if __name__ == "__main__":
    sys.exit(main())
