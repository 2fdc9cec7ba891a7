#!/usr/bin/env python3
"""A file has one reason to exist: sources, scripts and macro files stay at or below 500 lines."""
import sys

import sources

LIMIT = 500
# Golden outputs and vectors are data; the generated .cf files are results.
EXEMPT = ("tests/golden/",)


def main():
    complaints = []
    for name in sources.tracked("*.cc", "*.h", "*.py", "*.m4", "*.cmake", "*.sh", "quickstart", "test"):
        lines = sources.read(name).count("\n")
        if lines > LIMIT and not name.startswith(EXEMPT):
            complaints.append(f"{name}:{lines}: longer than {LIMIT} lines; split it by reason of change")
    return sources.report(complaints)


if __name__ == "__main__":
    sys.exit(main())
