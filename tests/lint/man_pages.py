#!/usr/bin/env python3
"""Manual pages format without a warning, and each page another one refers to exists."""
import re
import shutil
import subprocess
import sys

import sources

# Pages of other packages.
FOREIGN = {"m4(1)", "procmail(1)", "syslog(3)", "regex(7)", "resolver(3)", "services(5)", "passwd(5)"}


def main():
    pages = sources.tracked("man/*")
    pages = [name for name in pages if re.search(r"\.[158]$", name)]
    known = {re.sub(r"^man/(.*)\.([158])$", r"\1(\2)", name) for name in pages} | FOREIGN
    complaints = []
    for name in pages:
        for title, section in re.findall(r"^\.Xr (\S+) (\d)", sources.read(name), re.M):
            if f"{title}({section})" not in known:
                complaints.append(f"{name}: refers to {title}({section}), which does not exist")
        if shutil.which("groff"):
            done = subprocess.run(["groff", "-mandoc", "-Tutf8", "-ww", "-z", str(sources.ROOT / name)],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            complaints += [f"{name}: {line}" for line in done.stderr.splitlines()]
    return sources.report(complaints)


if __name__ == "__main__":
    sys.exit(main())
