#!/usr/bin/env python3
"""tests/cf/effects.py --m4 PROG [--only WORD]

Every building block does what it says: effects.txt names, for each file of cf/feature, mailer, ostype, domain,
hack and siteconfig and for the statements of a .mc file, lines that the .cf has because of them. The variables come
from the table of options in cf/README.md. A file without a row, or an option without one, is a failure, and so is
a line that is there without the block."""

import argparse
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import library as lib  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDERS = ("feature", "mailer", "ostype", "domain", "hack", "siteconfig")
MAILERS = ["MAILER(`local')", "MAILER(`smtp')"]
# Its option is written in its own way, or with others.
OWN_VALUE = {"confOPERATORS": ".:%@!^/[]+"}


def configuration(statements):
    """The .mc text; a statement is NAME(...) with balanced parentheses."""
    lines = re.findall(r"[A-Z_a-z]+\((?:[^()]|\([^()]*\))*\)", statements)
    if not any(line.startswith("OSTYPE") for line in lines):
        lines.insert(0, "OSTYPE(`linux')")
    if not re.search(r"`(msp|nullclient)'|msp_nullclient", statements):
        first = next((i for i, line in enumerate(lines) if line.startswith("MAILER(")), len(lines))
        lines[first:first] = [line for line in MAILERS if line not in lines]
    return "".join(line + "dnl\n" for line in lines)


def logical(cf):
    """The .cf with continuation lines put together."""
    return re.sub(r"\n\t+", " ", cf)


def rows():
    for line in open(os.path.join(HERE, "effects.txt")):
        if line.strip() and not line.startswith("#"):
            name, statements, expressions = line.rstrip("\n").split(" ; ", 2)
            yield name, statements, expressions.split(" && ")


def option_rows():
    """(name, .mc statement, expression) of every variable in the manual's table of options."""
    readme = open(os.path.join(lib.CF, "README.md")).read()
    for variable, option in re.findall(r"\| `(conf[A-Z0-9_]+)` \| ([A-Za-z0-9.-]+) ", readme):
        value = OWN_VALUE.get(variable, "v1")
        yield variable, f"define(`{variable}', `{value}')", ["^O " + re.escape(f"{option}={value}") + "$"]


def missing():
    named = {tuple(name.split()[:2]) for name, _, _ in rows()}
    out = [f"{folder}/{name}.m4 has no row in effects.txt" for folder in FOLDERS for name in lib.names(folder)
           if (folder, name) not in named]
    documented = {variable for variable, _, _ in option_rows()}
    written = re.findall(r"_opt\(`[^']+', `(conf[A-Z0-9_]+)'", open(os.path.join(lib.CF, "m4", "options.m4")).read())
    return out + [f"{variable} is not in the options of README.md" for variable in written if variable not in documented]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--m4", required=True)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    failures, done = missing(), 0
    plain = logical(lib.compile_mc(options.m4, configuration(""))[1])
    for name, statements, expressions in [*rows(), *option_rows()]:
        if options.only not in name:
            continue
        done += 1
        status, cf, said = lib.compile_mc(options.m4, configuration(statements))
        if status:
            failures.append(f"{name}: m4 exits with {status}: {said.strip()}")
        cf = logical(cf)
        for expression in expressions:
            gone = expression.startswith("!")
            found = re.search(expression.lstrip("!"), cf, re.M)
            if bool(found) == gone:
                failures.append(f"{name}: {'still there' if gone else 'missing'}: {expression}")
            if gone and not re.search(expression[1:], plain, re.M) and "MASQUERADE" not in statements:
                failures.append(f"{name}: not there without the block either: {expression}")
    for failure in failures:
        print("FAIL", failure)
    print(f"{done} effects, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
