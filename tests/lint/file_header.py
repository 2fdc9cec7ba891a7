#!/usr/bin/env python3
"""Every C++ file opens with a comment that says what it is; headers have #pragma once behind it."""
import sys

import sources


def main():
    complaints = []
    for name in sources.cpp_sources():
        text = sources.read(name)
        if not text.startswith("//"):
            complaints.append(f"{name}:1: say in 2 to 8 lines what this file is, and the invariant it keeps")
        if name.endswith(".h") and "#pragma once" not in text:
            complaints.append(f"{name}:1: #pragma once is missing")
    return sources.report(complaints)


if __name__ == "__main__":
    sys.exit(main())
