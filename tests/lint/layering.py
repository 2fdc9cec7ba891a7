#!/usr/bin/env python3
"""Includes follow cmake/layers.txt: a folder may include itself and what its line there names.

Also: Asio, OpenSSL's ssl.h and db.h are included only in the folders that wrap them, and co_await stays in the wire
tower and the two folders where the towers meet.
"""
import re
import sys

import sources

ONLY_IN = [
    (re.compile(r"#include\s*<asio"), ("sendmaild/net/",), "Asio"),
    (re.compile(r"#include\s*<db\.h>"), ("lib/berkeley/",), "Berkeley DB"),
    (re.compile(r"#include\s*<ares"), ("lib/dns/",), "c-ares"),
    (re.compile(r"#include\s*<sasl/"), ("sendmaild/auth/",), "Cyrus SASL"),
]
CO_AWAIT = ("sendmaild/net/", "sendmaild/smtp/", "sendmaild/auth/", "sendmaild/milter/", "sendmaild/delivery/",
            "sendmaild/daemon/", "sendmaild/cli/", "tests/")


def layers():
    allowed = {}
    for line in sources.read("cmake/layers.txt").splitlines():
        if line and not line.startswith("#"):
            folder, _, uses = line.partition(":")
            allowed[folder.strip()] = set(uses.split())
    return allowed


def folder_of(name, allowed):
    """The layer a file belongs to: the longest layer path that is a prefix of its folder."""
    folder = name.rpartition("/")[0]
    while folder and folder not in allowed:
        folder = folder.rpartition("/")[0]
    return folder


def check(name, allowed):
    text = sources.read(name)
    own = folder_of(name, allowed)
    free = name.startswith(("tests/", "bench/"))
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, folders, what in ONLY_IN:
            if pattern.search(line) and not name.startswith(folders) and not free:
                yield f"{name}:{number}: {what} is wrapped by {folders[0]}; include its header instead"
        include = re.match(r'\s*#include\s*"([^"]+)"', line)
        if include and not free:
            target = folder_of(include.group(1), allowed)
            if target != own and target not in allowed.get(own, set()):
                yield f"{name}:{number}: {own} may not use {target} (cmake/layers.txt)"
        if "co_await" in sources.without_comments_and_literals(line) and not name.startswith(CO_AWAIT):
            yield f"{name}:{number}: co_await outside the wire tower"


def main():
    allowed = layers()
    order = list(allowed)
    complaints = []
    for folder, uses in allowed.items():
        for used in uses:
            if used not in order or order.index(used) > order.index(folder):
                complaints.append(f"cmake/layers.txt: {folder} uses {used}, which does not stand above it")
    for name in sources.cpp_sources():
        complaints += check(name, allowed)
    return sources.report(complaints)


if __name__ == "__main__":
    sys.exit(main())
