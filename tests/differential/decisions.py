#!/usr/bin/env python3
"""Random configurations and random questions: our macro library has to decide as Debian's does.

A round is one sendmail.mc (random_mc.py) with its tables. It is compiled with sendmail's own library and with ours;
the real sendmail answers the same questions (random_questions.py) with both results, and messages of m4 and the lines
of the .cf that are no rules are compared too. With --engine our program answers with our .cf as well. Everything comes
from a seed: --seed N --rounds 1 shows a difference again, --shrink drops lines of its .mc while it stays.
"""
import argparse
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/replay"))
import compare  # noqa: E402
import random_mc  # noqa: E402
import random_questions  # noqa: E402
import sandbox  # noqa: E402: the world in which the host has a name

SECTIONS = ["options", "macros", "classes", "maps", "mailers", "headers", "other"]
CLEAN = {"LC_ALL": "C", "TZ": "UTC", "USER": "root", "LOGNAME": "root", "HOME": "/root", "SHELL": "/bin/sh", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
ECHO = re.compile(r"^(> )+")


class Library:
    """A macro library, the m4 that compiles with it and the program that is asked."""

    def __init__(self, name, m4, folder, sendmail):
        self.name, self.m4, self.folder, self.sendmail = name, m4, os.path.realpath(folder), sendmail
        self.cf = ""

    def compile(self, text):
        sandbox.put(sandbox.ETC_MAIL + "/sendmail.mc", text)
        done = subprocess.run([self.m4, self.folder + "/m4/cf.m4", sandbox.ETC_MAIL + "/sendmail.mc"], capture_output=True, timeout=60,
                              cwd=self.folder + "/cf", env=CLEAN)
        self.cf = sandbox.decode(done.stdout)
        sandbox.put(sandbox.ETC_MAIL + "/sendmail.cf", self.cf)
        return compare.m4_result(done.returncode, sandbox.decode(done.stderr).replace(self.folder, "CFDIR"))

    def ask(self, questions):
        """One list of lines for each question."""
        path = sandbox.ETC_MAIL + "/sendmail.cf"
        lines = []
        for number, (_, before, command) in enumerate(questions):
            lines += [*before, f".D{{vmark}}<question {number}>", "${vmark}", command]
        try:
            done = subprocess.run([self.sendmail, "-C", path, "-bt"], input=sandbox.encode("".join(line + "\n" for line in lines)),
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, env=CLEAN, cwd="/")
        except subprocess.TimeoutExpired:
            return [["no answer in time"]] * len(questions)
        said = re.split(r"<question \d+>\n", sandbox.decode(done.stdout))[1:]
        answers = [[ECHO.sub("", line).removesuffix(">") if line.startswith(">") else line for line in answer.split("\n")] for answer in said]
        answers += [[f"no answer, status {done.returncode}"]] * (len(questions) - len(answers))
        return [normal_form(mode, answer) for (mode, _, _), answer in zip(questions, answers)]


def normal_form(mode, lines):
    # The number of a named ruleset says how many came before it.
    lines = [re.sub(r"^(== Ruleset \S+) \(\d+\)", r"\1", line) for line in lines if line]
    if mode == "result":
        # Options of TLS: sendmail leaves what its parser skips behind the last one.
        last = [line for line in compare.top_level(lines, "top") if not line.startswith("input:")][-1:]
        return [re.sub(r'( ; (:|""))+$', "", line) for line in last]
    return compare.normal_form(mode, lines)


def make_tables(configuration, makemap):
    for name, table in configuration.maps.items():
        source = "".join(f"{key}\t{value}\n" for key, value in table.items())
        subprocess.run([makemap, "-r", "hash", f"{sandbox.ETC_MAIL}/{name}"], input=sandbox.encode(source), check=True,
                       stderr=subprocess.DEVNULL)


def differences(configuration, questions, libraries, makemap):
    """(who answered, answer of the first library, answer of the other one, question if there was one) for all that differ."""
    sandbox.clear_etc_mail()
    for name in ("local-host-names", "relay-domains", "trusted-users"):
        sandbox.put(f"{sandbox.ETC_MAIL}/{name}", "")
    first, *others = libraries
    text = configuration.text()
    said = first.compile(text)
    make_tables(configuration, makemap)
    answers = first.ask(questions)
    out = []
    for other in others:
        heard = other.compile(text)
        if heard != said:
            out.append((other.name + ": messages of m4", said, heard, None))
        for section in SECTIONS:
            theirs, ours = (compare.cf_section(library.cf, section) for library in (first, other))
            if theirs != ours:
                out.append((f"{other.name}: {section}", [x for x in theirs if x not in ours], [x for x in ours if x not in theirs], None))
        out += [(other.name, a, b, question) for question, a, b in zip(questions, answers, other.ask(questions)) if a != b]
    return out


def shrink(configuration, difference, libraries, makemap):
    """The lines and the table entries that the difference needs."""
    def stays(lines, maps):
        trial = random_mc.Configuration(lines, maps)
        return difference in differences(trial, [difference[3]] if difference[3] else [], libraries, makemap)

    lines, maps = list(configuration.lines), dict(configuration.maps)
    for line in configuration.lines:
        without = [kept for kept in lines if kept is not line]
        if not line.startswith("OSTYPE") and stays(without, maps):
            lines = without
    for name in configuration.maps:
        if stays(lines, {**maps, name: {}}):
            maps[name] = {}
    for name, table in list(maps.items()):
        step = max(1, len(table) // 4)
        while step and table:
            for first in range(0, len(table), step):
                fewer = dict(item for i, item in enumerate(table.items()) if not first <= i < first + step)
                if len(fewer) < len(table) and stays(lines, {**maps, name: fewer}):
                    maps[name] = table = fewer
                    break
            else:
                step //= 2
    return lines, {name: table for name, table in maps.items() if table}


def show(seed, configuration, found, options, libraries):
    for difference in found[:options.show]:
        who, real, ours, question = difference
        asked = f"{question[2]} {' '.join(line[2:] for line in question[1] if not line.endswith('}'))}" if question else ""
        print(f"--seed {seed}: {who}: {asked}\n  theirs: {real}\n  ours:   {ours}")
        if options.shrink:
            lines, maps = shrink(configuration, difference, libraries, options.makemap)
            print("  with " + " ".join(line.removesuffix("dnl") for line in lines), "and" if maps else "",
                  "; ".join(f"{name}: {key} = {value}" for name, table in maps.items() for key, value in table.items()))


def run(options):
    reference = options.reference
    # Some files of Debian's library are included by their installed path.
    sandbox.build(json.loads((ROOT / "tests/golden/vectors/world.json").read_text()), os.path.realpath(reference + "/cf"))
    libraries = [Library("sendmail", "/usr/bin/m4", reference + "/cf", reference + "/bin/sendmail"),
                 Library("library", options.m4, str(ROOT / "cf"), reference + "/bin/sendmail")]
    if options.engine:
        libraries.append(Library("engine", options.m4, str(ROOT / "cf"), str(options.build / "sendmaild")))
    asked = different = rounds = 0
    for seed in range(options.seed, options.seed + options.rounds):
        configuration = random_mc.make(seed)
        delayed = "`delay_checks'" in configuration.text()
        questions = random_questions.Asker(random.Random(seed), configuration).questions(options.questions, delayed)
        found = differences(configuration, questions, libraries, options.makemap)
        asked += (len(questions) + len(SECTIONS) + 1) * (len(libraries) - 1)
        different += len(found)
        rounds += bool(found)
        if options.verbose:
            print(configuration.text())
        show(seed, configuration, found, options, libraries)
        sys.stdout.flush()
    print(f"{asked} questions in {options.rounds} configurations, {different} differ in {rounds} configurations")
    return 1 if different else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/debug", help="folder with our programs")
    parser.add_argument("--reference", help="folder with the real sendmail and its library; without it Debian's is unpacked")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--questions", type=int, default=100, help="questions a round")
    parser.add_argument("--engine", action="store_true", help="ask our program, too")
    parser.add_argument("--show", type=int, default=3, help="differences shown of a round")
    parser.add_argument("--shrink", action="store_true", help="find out which lines of the .mc a difference needs")
    parser.add_argument("--verbose", action="store_true", help="show each .mc")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.build = options.build.resolve()
    options.m4, options.makemap = str(options.build / "m4cf"), str(options.build / "makemap")
    if options.inside:
        return run(options)
    if not options.reference:
        options.reference = sandbox.real_sendmail()
        if options.reference is None:
            return sandbox.SKIPPED
    if not sandbox.available():
        print("skipped: needs root and namespaces")
        return sandbox.SKIPPED
    words = [sys.executable, __file__, *sys.argv[1:], "--reference", options.reference, "--inside"]
    return subprocess.run(sandbox.command(words)).returncode


if __name__ == "__main__":
    sys.exit(main())
