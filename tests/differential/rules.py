#!/usr/bin/env python3
"""Random rule sets and random addresses, asked of our -bt and of the real sendmail: no line may differ.

Everything comes from a seed, so that a difference can be shown again with --seed N --rounds 1. Each round is one
configuration with its questions; both programs answer all of them in one run.
"""
import argparse
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/replay"))
import sandbox  # noqa: E402: the world in which the host has a name
WORDS = ["user", "alice", "bob", "example", "com", "org", "mail", "host", "net", "uucp", "list", "a", "b", "x", "42", "naver", "kr"]
OPERATORS = [".", "@", "!", "%", "<", ">", ":", ",", "[", "]", "/", "+", "^"]
HEAD = """V10/Berkeley
O QueueDirectory={work}
O OperatorChars=.:%@!^/[]+
O BlankSub=.
O DontProbeInterfaces=True
O LogLevel=0
Dj mail.example.com
DMexample.com
D{{Long}}host.net
DE
Cwlocalhost mail.example.com example.com host.net
CPuucp list
C{{Two}}a.b mail.host x
C{{Empty}}
Kdeq dequote
Kari arith
Ksto macro
Knul null
Kreg regex -s1 ^([a-z]+)\\.com$$
Ksta stab -a.found
Mlocal, P=/bin/true, F=lsDFMAw5:/|@q, S=sub1, R=sub2, T=DNS/RFC822/X-Unix, A=true $u
Mprog, P=/bin/sh, F=lsDFMoqeu9, A=sh -c $u
Mnet, P=[IPC], F=mDFMuX, S=sub1, R=sub2/sub1, E=\\r\\n, A=TCP $h
"""


class Maker:
    """One configuration and its questions, from one random generator."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        # A ruleset calls only those behind it.
        self.names = ["3", "0", "1", "2", "4", "sub1", "sub2", "sub3", "deep"]

    def pick(self, *choices):
        return self.random.choice(choices)

    def words(self, low, high):
        return [self.random.choice(WORDS) for _ in range(self.random.randint(low, high))]

    def left(self):
        """A left side and the number of its wildcards."""
        parts, wildcards = [], 0
        for _ in range(self.random.randint(1, 6)):
            kind = self.random.random()
            if kind < 0.5 and wildcards < 8:
                parts.append(self.pick("$*", "$+", "$-", "$*", "$+", "$=w", "$~w", "$=P", "$={Two}", "$~P"))
                wildcards += 1
            elif kind < 0.56:
                parts.append(self.pick("$&M", "$&{Long}", "$&E", "$@"))
            elif kind < 0.58:
                parts.append(self.pick("$|", "$#"))
            else:
                parts.append(self.pick(self.random.choice(WORDS), self.random.choice(OPERATORS), self.random.choice(OPERATORS)))
        return " ".join(parts), wildcards

    def argument(self, wildcards):
        if wildcards and self.random.random() < 0.7:
            return f"${self.random.randint(1, wildcards)}"
        return self.pick(self.random.choice(WORDS), self.random.choice(WORDS), "$M", "$&M", "$&{Long}", "$&{stored}")

    def lookup(self, wildcards):
        first, second = self.argument(wildcards), self.argument(wildcards)
        body = self.pick(f"deq {first}", f"nul {first}", f"ari + $@ {self.random.randint(0, 9)} $@ {self.random.randint(0, 9)}",
                         f"ari l $@ {first} $@ 5", f"sto {{stored}} $@ {first}", f"reg {first} . {second}", f"sta {first}",
                         f"undeclared {first}")
        default = self.pick("", f" $: {second}", f" $: {second} . default")
        return f"$({body}{default} $)"

    def right(self, wildcards, callable_names):
        # Rules that apply again and again, and calls in circles, are rare: the real one takes minutes for them.
        head = self.pick("$: ", "$@ ", "$: ") if self.random.random() < 0.95 else ""
        call = ""
        if head and callable_names and self.random.random() < 0.2:
            call = f"$>{self.random.choice(callable_names)} "
        parts = []
        for _ in range(self.random.randint(1, 5)):
            kind = self.random.random()
            if kind < 0.55:
                parts.append(self.argument(wildcards))
            elif kind < 0.7:
                parts.append(self.lookup(wildcards))
            else:
                parts.append(self.pick(self.random.choice(WORDS), self.random.choice(OPERATORS), "$|"))
        if self.random.random() < 0.05:
            return head + f"$#{self.pick('local', 'net', 'error')} $@ {self.argument(wildcards)} $: {self.argument(wildcards)}"
        return head + call + " ".join(parts)

    def ruleset(self, name):
        rules = [f"S{name}"]
        for _ in range(self.random.randint(0, 5)):
            left, wildcards = self.left()
            rules.append(f"R{left}\t{self.right(wildcards, self.names[self.names.index(name) + 1:])}")
        return "\n".join(rules) + "\n"

    def configuration(self, work):
        text = HEAD.format(work=work)
        for name in self.names:
            text += self.ruleset(name)
        return text

    def address(self):
        shape = self.random.random()
        if shape < 0.45:
            text = ".".join(self.words(1, 2)) + "@" + ".".join(self.words(1, 3))
        elif shape < 0.55:
            text = "!".join(self.words(2, 4))
        elif shape < 0.62:
            text = f"{self.words(1, 1)[0]} <{self.words(1, 1)[0]}@{'.'.join(self.words(1, 3))}>"
        elif shape < 0.68:
            text = f'"{" ".join(self.words(1, 2))}"@{".".join(self.words(1, 2))}'
        elif shape < 0.74:
            text = f"({' '.join(self.words(1, 2))}) {self.words(1, 1)[0]}@[{self.random.randint(1, 255)}.2.3.4]"
        else:
            text = "".join(self.pick(self.random.choice(WORDS), self.random.choice(OPERATORS), " ", "\\", '"' if shape > 0.97 else "",
                                     "(" if shape > 0.98 else "") for _ in range(self.random.randint(1, 9)))
        return text.replace("\n", "")

    def question(self):
        kind = self.random.random()
        if kind < 0.72:
            sets = ",".join(self.random.choice(self.names) for _ in range(self.random.randint(1, 3)))
            return f"{sets} {self.address()}"
        if kind < 0.86:
            return f"/parse {self.address()}"
        return f"/try {self.pick('local', 'net')} {self.address()}"


MARK = "mark"


def ask(program, cf, questions):
    lines = [f".D{{{MARK}}}<question {i}>\n${{{MARK}}}\n{question}\n" for i, question in enumerate(questions)]
    try:
        done = subprocess.run([program, "-C", str(cf), "-bt"], input="".join(lines), stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="surrogateescape", timeout=10, cwd=cf.parent)
    except subprocess.TimeoutExpired:
        return "", ["no answer in time"] * len(questions)
    start, *answers = re.split(r"<question \d+>\n", done.stdout)
    if len(answers) != len(questions):
        answers += [f"no answer, status {done.returncode}"] * (len(questions) - len(answers))
    return start, answers


def round_of(seed, options, work):
    """(differences, questions) of one configuration."""
    maker = Maker(seed)
    cf = work / "sendmail.cf"
    cf.write_text(maker.configuration(work))
    questions = [maker.question() for _ in range(options.questions)]
    ours, theirs = ask(options.ours, cf, questions), ask(options.real, cf, questions)
    differences = [("(what is said at the start)", theirs[0], ours[0])] if ours[0] != theirs[0] else []
    differences += [(q, real, own) for q, own, real in zip(questions, ours[1], theirs[1]) if own != real]
    return differences, len(questions)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ours", default=str(ROOT / "build/debug/sendmaild"))
    parser.add_argument("--real", help="real sendmail; without it Debian's is unpacked")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--questions", type=int, default=200, help="questions a round")
    parser.add_argument("--show", type=int, default=5)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.real:
        done = subprocess.run([str(ROOT / "tests/support/real_sendmail")], stdout=subprocess.PIPE, text=True)
        if done.returncode:
            print("skipped: the real sendmail cannot be fetched")
            return sandbox.SKIPPED
        options.real = done.stdout.strip() + "/bin/sendmail"
    if not options.inside:
        if not sandbox.available():
            print("skipped: needs root or user namespaces")
            return sandbox.SKIPPED
        words = [sys.executable, __file__, *sys.argv[1:], "--real", options.real, "--inside"]
        return subprocess.run(sandbox.command(words)).returncode
    sandbox.build(json.loads((ROOT / "tests/golden/vectors/world.json").read_text()), str(ROOT / "cf"))
    asked = different = 0
    with tempfile.TemporaryDirectory(prefix="differential.") as folder:
        for seed in range(options.seed, options.seed + options.rounds):
            differences, count = round_of(seed, options, pathlib.Path(folder))
            asked += count
            for question, real, own in differences:
                different += 1
                if different <= options.show:
                    print(f"--seed {seed}: {question!a}\n  real: {real!a}\n  ours: {own!a}")
    print(f"{asked - different} passed, {different} failed")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
