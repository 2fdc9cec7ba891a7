#!/usr/bin/env python3
"""sendmaild explain: for each address the decision, the rules and statements that made it, and the lookups; as text,
JSON and a page. Whatever an address or a map contains, the output is clean text, valid JSON and escaped HTML."""
import argparse
import html.parser
import json
import os
import pathlib
import stat
import sys
import tempfile

from explain_site import Site

VIRTUAL = ("FEATURE(virtusertable)", "FEATURE(`virtusertable'")
ROUTE = ("FEATURE(mailertable)", "FEATURE(`mailertable'")


class Case:
    """what; the address; members of the JSON; (statement, its line in the .mc file) of `because`; lookups: answers."""

    def __init__(self, what, address, wanted, because=(), lookups=None):
        self.what, self.address, self.wanted, self.because, self.lookups = what, address, wanted, because, lookups or {}


CASES = [
    Case("a virtual user on a host with a route of its own", "Info <info@virt.example>",
         {"outcome": "mailer", "mailer": "esmtp", "host": "[gw.example]", "user": "joe@route.example",
          "verdict": "Goes to mailer esmtp: sent by SMTP to [gw.example], for joe@route.example."}, [VIRTUAL, ROUTE],
         {("virtuser", "info@virt.example"): "joe@route.example", ("mailertable", "route.example"): "esmtp:[gw.example]"}),
    Case("a refusal by the table of virtual users", "nobody@virt.example",
         {"outcome": "refused", "reply_code": 550, "text": "No <i>such</i> user"}, [VIRTUAL],
         {("virtuser", "nobody@virt.example"): None}),
    Case("a foreign host by the smart host", "joe@other.example",
         {"outcome": "mailer", "mailer": "relay", "host": "hub.example.net"}, [("define(SMART_HOST)", None)],
         {("mailertable", "other.example"): None}),
    Case("a rule of the site", "joe@mine.example", {"outcome": "mailer", "mailer": "local", "user": "joe"},
         [("LOCAL_RULE_0", "LOCAL_RULE_0")]),
    Case("a feature that another statement uses", "joe@old.example.REDIRECT", {"outcome": "refused", "reply_code": 551},
         [("FEATURE(redirect) of DOMAIN(generic)", "DOMAIN(`generic'")]),
    Case("a name of this host: what every configuration has", "joe",
         {"outcome": "mailer", "mailer": "local", "user": "joe"}, []),
    Case("an address that has to be repaired", "<joe",
         {"outcome": "mailer", "user": "joe", "verdict": "Goes to mailer local: handed to the program /usr/bin/procmail, for "
          "joe. Aliases are looked up first. By SMTP it is refused: Unbalanced '<'."}),
    Case("no address", "(nobody)", {"outcome": "no-address", "verdict": "This is not an address: User address required."}),
    Case("a quoted name with tags", '"<script>alert(1)</script>"@other.example', {"outcome": "mailer", "mailer": "relay"},
         [("define(SMART_HOST)", None)]),
    Case("control characters and bytes that are no UTF-8", b"joe\x1b[31m\xff\xc3\xa9@other.example", {"mailer": "relay"},
         [("define(SMART_HOST)", None)]),
]


class Page(html.parser.HTMLParser):
    """What a browser would find: elements, attributes that could run something, text."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.attributes, self.text = [], set(), ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def nodes(steps):
    for node in steps:
        yield node
        yield from nodes(node.get("steps", []))


def json_problems(site, case, answer):
    got = json.loads(answer.decode("utf-8"))
    for name, value in case.wanted.items():
        if got.get(name) != value:
            yield f"{name} is {got.get(name)!r}, not {value!r}"
    because = [(b["origin"], b.get("origin_place")) for b in got.get("because", [])]
    wanted = [(name, site.place(line) if line else None) for name, line in case.because]
    if because != wanted:
        yield f"because of {because}, not {wanted}"
    lines = site.cf.read_text().split("\n")
    every = list(nodes(got["steps"]))
    lookups = {(n["map"], n["key"]): n for n in every if n["kind"] == "lookup"}
    for key, value in case.lookups.items():
        found = lookups.get(key, {})
        if found.get("value") != value or found.get("answer") != ("found" if value else "absent"):
            yield f"lookup {key} answers {found}"
        elif not lines[found["line"] - 1].startswith("K" + key[0]):
            yield f"line {found['line']} does not declare {key[0]}"
    for rule in (n for n in every if n["kind"] == "rule"):
        left = lines[rule["line"] - 1].split("\t")[0].replace(" ", "")
        if rule["file"] != str(site.cf) or left != "R" + rule["left"].replace(" ", ""):
            yield f"{rule['file']}:{rule['line']} is {left!r}, not {rule['left']!r}"
    yield from way_problems(got)


def way_problems(got):
    """The decisive nodes lead from the top to the rule that is named."""
    way, steps = [], got["steps"]
    while steps:
        chosen = [n for n in steps if n.get("decisive")]
        if len(chosen) > 1:
            yield f"{len(chosen)} decisive steps beside each other"
        way += chosen
        steps = chosen[0]["steps"] if chosen else []
    if way and (way[-1]["kind"] != "rule" or way[-1]["line"] != got["decided_by"]["line"]):
        yield f"the way ends at {way[-1]['kind']}, not at {got['decided_by']}"
    if not way and got["outcome"] != "no-address":
        yield "no way to the decision"


def text_problems(case, answer):
    text = answer.decode("utf-8")
    odd = [c for c in text if ord(c) < 32 and c != "\n" or 0x7f <= ord(c) < 0xa0]
    if odd:
        yield f"control characters {odd}"
    if case.wanted.get("verdict", "") not in text.split("\n")[1]:
        yield f"the second line is {text.split(chr(10))[1]!r}"


def page_problems(site, case):
    path = site.folder / "page.html"
    done = site.explain("--html", path, case.address)
    if done.returncode or done.stdout or done.stderr:
        yield f"--html: status {done.returncode}, says {done.stdout + done.stderr}"
        return
    text = path.read_bytes().decode("utf-8")
    page = Page(text)
    foreign = set(page.elements) - set("html head meta title style body main h1 h2 div p dl dt dd code span b button details "
                                       "summary script".split())
    if foreign or page.elements.count("script") != 1:
        yield f"elements from outside: {foreign}, {page.elements.count('script')} scripts"
    if page.attributes - set("lang charset http-equiv content name class id open".split()):
        yield f"attributes {page.attributes}"
    if case.wanted.get("verdict", "") not in page.text:
        yield "the verdict is not on the page"
    if "://" in text:
        yield "the page refers to the outside"
    if stat.S_IMODE(path.stat().st_mode) != 0o644:
        yield f"mode {path.stat().st_mode:o}"


def problems(site, case):
    for option in ("--json", None):
        done = site.explain(*[option] if option else [], case.address)
        if done.returncode or done.stderr:
            yield f"status {done.returncode}, says {done.stderr}"
        yield from json_problems(site, case, done.stdout) if option else text_problems(case, done.stdout)
    yield from page_problems(site, case)


def other_problems(site):
    """Without the marks of the library, without its maps, and for a page that cannot be written."""
    text = site.cf.read_text()
    site.cf.write_text("".join(line for line in text.splitlines(True) if not line.startswith("#@ ")))
    got = json.loads(site.explain("--json", "joe@other.example").stdout)
    if got["mailer"] != "relay" or got["because"] or "line" not in got["decided_by"]:
        yield f"without marks: {got['mailer']}, {got['because']}, {got['decided_by']}"
    os.unlink(site.folder / "mailertable")
    if "for the map cannot be opened" not in site.explain("joe@other.example").stdout.decode():
        yield "a map that is not there is not reported"
    done = site.explain("--html", "/nonexistent/page.html", "joe")
    if done.returncode == 0 or b"/nonexistent" not in done.stderr:
        yield f"a page that cannot be written: status {done.returncode}, {done.stderr}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--cf", type=pathlib.Path, required=True)
    options = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="explain.") as work:
        site = Site(options.build.resolve(), options.cf.resolve(), work)
        checks = [(case.what, lambda case=case: problems(site, case)) for case in CASES]
        for what, check in checks + [("no marks, no map, no folder", lambda: other_problems(site))]:
            found = list(check())
            failed += bool(found)
            print("FAIL" if found else "ok  ", what)
            for problem in found:
                print("     ", problem)
    print(f"{len(checks) + 1 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
