#!/usr/bin/env python3
"""Constructs the house style bans, each with the reason and the way out."""
import re
import sys

import sources

WIRE = ("sendmaild/net/", "sendmaild/smtp/", "sendmaild/milter/")
# pattern, where it applies, where it is allowed all the same, why
BANNED = [
    (r"\bstd::regex\b", "", (), "std::regex takes 1.5 MB of stack for a 2 KB subject: use PCRE2"),
    (r"(?<![\w:.>])(?:::)?(?:system|popen)\s*\(", "", (), "no shell: spawn with an argument vector"),
    (r"\b(?:strcpy|strcat|sprintf|gets)\s*\(", "", (), "unbounded copy: use std::string or fmt"),
    (r"(?<![\w:.>])(?:std::)?s?rand\s*\(", "", (), "rand(): use lib/base/random.h"),
    (r"#include\s*<iostream>", "", (), "<iostream>: use stdio or fmt"),
    (r"(?<![\w.>:])(?:::)?v?fork\s*\(", "", ("sendmaild/process/", "m4cf/", "tests/"), "fork belongs to sendmaild/process"),
    (r"\bgetaddrinfo\s*\(|\bgetpw\w+\s*\(|\bfsync\s*\(|\bstd::ifstream\b|\busleep\s*\(|(?<![\w_])sleep\s*\(", WIRE, (),
     "blocking call in the wire tower: run it on the pool"),
    (r"\bTODO\b|\bFIXME\b|\bXXX\b", "", (), "open work belongs into docs/ROADMAP.md"),
]
NEW_DELETE = re.compile(r"(?<![\w.>])(?:new\s+[A-Za-z_:][\w:]*\s*[\(\{\[;<]|delete\s+[\w\[])")
MAY_NEW = ("unique_ptr", "shared_ptr", "static ")
USING = re.compile(r"^\s*using namespace ", re.M)


def check(name):
    raw = sources.read(name)
    code = sources.without_comments_and_literals(raw)
    if name.endswith(".h") and USING.search(code):
        yield f"{name}: 'using namespace' in a header"
    for number, (line, whole) in enumerate(zip(code.splitlines(), raw.splitlines()), 1):
        for pattern, where, allowed, why in BANNED:
            if where and not name.startswith(where):
                continue
            if name.startswith(allowed) and allowed:
                continue
            subject = whole if "TODO" in pattern or "#include" in pattern else line
            if re.search(pattern, subject):
                yield f"{name}:{number}: {why}"
        if NEW_DELETE.search(line) and "= delete" not in line and not any(word in line for word in MAY_NEW):
            yield f"{name}:{number}: naked new/delete: give it an owner in the same expression"


def main():
    complaints = []
    for name in sources.cpp_sources():
        complaints += check(name)
    return sources.report(complaints)


if __name__ == "__main__":
    sys.exit(main())
