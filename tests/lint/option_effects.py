#!/usr/bin/env python3
"""docs/compatibility.md and sendmaild/config/idle_options.cc list exactly the options that are accepted and have no effect,
with the same reasons: those whose field of sendmaild/config/options.h, or of timeouts.h, is read nowhere outside
sendmaild/config."""
import re
import sys

import sources

TABLE = "sendmaild/config/idle_options.cc"
# Their effect is on the reading of the configuration itself.
READ_BY_READER = {"dont_probe_interfaces", "unsafe_group_writes"}
# Options that have fields of other names, or share them.
OPTION_OF = {"max_mime_parameter_length": "MaxMimeHeaderLength"}


def fields(header, struct):
    """The members of a struct."""
    text = sources.without_comments_and_literals(sources.read(header))
    body = re.search(rf"^struct {struct} \{{(.*?)^\}};", text, re.S | re.M).group(1)
    body = re.sub(r"^\s*using.*$|=[^,;]*", "", re.sub(r"\{(?:[^{}]|\{[^{}]*\})*\}", "", body), flags=re.M)
    return set(re.findall(r"\b([a-z_0-9]+)\s*[,;]", body))


def option_of_field():
    """Option name by field, as the option table writes them."""
    return {re.sub(r"[^a-z]", "", name.lower()): name
            for name in re.findall(r'^\s*\{"(\w+)", ', sources.read("sendmaild/config/option_table.cc"), re.M)}


def fields_without_reader(header, struct):
    """The members that are read of no object called after the struct, or declared as a reference to one."""
    read, usual = set(READ_BY_READER), struct[0].lower() + struct[1:]
    for name in sources.cpp_sources():
        if name.startswith(("tests/", "sendmaild/config/")):
            continue
        text = sources.without_comments_and_literals(sources.read(name))
        names = "|".join([rf"\w*{usual}_?(?:\(\))?", *re.findall(rf"\b{struct}& (\w+)", text)])
        read |= set(re.findall(rf"\b(?:{names})\s*(?:\.|->|::)\s*([a-z_0-9]+)\b", text))
    return fields(header, struct) - read


def documented():
    """Reason by option, as the manual has them."""
    text = sources.read("docs/compatibility.md")
    table = re.search(r"^## Options that are accepted and have no effect here\n(.*?)^## ", text, re.S | re.M).group(1)
    rows = re.findall(r"^\| ([A-Z][^|]*) \| ([^|]*) \|", table, re.M)
    return {name.strip(): reason.strip() for names, reason in rows for name in names.split(",")}


def reported():
    """Reason by option, as the program reports them at its start."""
    text = sources.read(TABLE)
    reasons = dict(re.findall(r'string_view (k\w+) = "([^"]*)";', text))
    return {name: reasons[constant] for name, constant in re.findall(r'^ *\{"([\w.]+)", (k\w+), ', text, re.M)}


def main():
    names = option_of_field()
    idle = {OPTION_OF.get(field) or names.get(field.replace("_", ""), field)
            for field in fields_without_reader("sendmaild/config/options.h", "Options")}
    idle |= {"Timeout." + field for field in fields_without_reader("sendmaild/config/timeouts.h", "Timeouts")}
    tables = {"docs/compatibility.md": documented(), TABLE: reported()}
    complaints = []
    for file, reasons in tables.items():
        complaints += [f"{file}: {name} has no effect but is not in the table" for name in sorted(idle - reasons.keys())]
        complaints += [f"{file}: {name} is said to have no effect, but is read" for name in sorted(reasons.keys() - idle)]
    complaints += [f"{TABLE}: the reason of {name} is not the one of docs/compatibility.md"
                   for name, reason in sorted(reported().items()) if documented().get(name, reason) != reason]
    return sources.report(complaints)


if __name__ == "__main__":
    sys.exit(main())
