#!/usr/bin/env python3
"""Random input and options, given to our makemap, editmap and praliases and to sendmail's: output, exit status and the
content of the databases may not differ.

Everything comes from a seed: a difference is shown again with --seed N --rounds 1. Hints and warnings that only ours
give are left out.
"""
import argparse
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/replay"))
import sandbox  # noqa: E402: where the real sendmail is
OURS_ALONE = re.compile(r"^[a-z]+: hint:.*\n|^makemap: .*: line \d+: warning: .*\n", re.MULTILINE)
# Where the scratch folder is writable for everybody above it; and what Berkeley DB prints by itself.
THEIRS_ALONE = re.compile(r"^WARNING: World writable directory .*\n|^BDB\d+ .*\n", re.MULTILINE)
WORDS = ["a", "A", "alice", "Alice", "b.example", "From:x@y", "k", "key", "q", "x:y", "*", "@", "\"quoted key\"", "\\", "caf\u00e9", "1"]
VALUES = ["RELAY", "v", "two words", "x#y", "a:b", "\"q\"", "tail ", "\ttab\t", "%1 and %0", "\\", "v" * 90, "caf\u00e9"]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def line(self, separator):
        shape, pick = self.random.random(), self.random.choice
        if shape < 0.60:
            return pick(WORDS) + pick([separator, separator, separator * 2, " " + separator]) + pick(VALUES)
        if shape < 0.66:
            return pick(WORDS)
        if shape < 0.70:
            return pick(["#comment", "# a b", "%c d", "", "", "   ", "\t"])
        if shape < 0.76:
            return pick([" ", "\t", separator]) + pick(WORDS) + separator + pick(VALUES)
        if shape < 0.80:
            return pick(WORDS) + pick([separator, separator + separator, " ", "\t "])
        if shape < 0.84:
            return pick(WORDS) + separator + pick(VALUES) + "\r"
        if shape < 0.88:
            length = pick([1019, 1020, 1021, 1022, 1023, 1024, 1025, 2046, 2047, 2048, 5000])
            return pick(["k", "L", ""]) + separator + "v" * max(0, length - 2)
        if shape < 0.90:
            return pick(WORDS) + pick(["\0", separator + "v\0w", "\0" + separator + "v"])
        return pick(WORDS) + str(self.random.randint(0, 3)) + separator + pick(VALUES)

    def source(self, separator):
        lines = [self.line(separator) for _ in range(self.random.randint(0, 14))]
        return ("\n".join(lines) + self.random.choice(["\n", "\n", ""])).encode("utf-8", "surrogateescape")

    def makemap(self):
        """(arguments, input)"""
        pick, flags = self.random.choice, []
        separator = pick([" ", "\t", " \t "])
        for flag in ["-N", "-d", "-e", "-f", "-o", "-r", "-s", "-v", "-u"]:
            if self.random.random() < (0.05 if flag == "-u" else 0.2):
                flags.append(flag)
        if self.random.random() < 0.2:
            separator = pick([":", ",", "="])
            flags += ["-t" + separator] if self.random.random() < 0.5 else ["-t", separator]
        flags += pick([[], [], [], ["-c", "1000000"], ["-c", "x"], ["-D", "%"], ["-D%"], ["-i", "btree"], ["-Z"],
                       ["-t", ""], ["-c", "0"]])
        kind = pick(["hash"] * 6 + ["btree"] * 5 + ["implicit", "text", "stab", "cf", "CF", "nosuch", "HASH"])
        name = pick(["one", "one", "two", "two.db", "nodir/x", "./three", "four"])
        self.random.shuffle(flags) if all(len(flag) > 1 and flag[0] == "-" and flag not in ("-c", "-D", "-i", "-t") for flag in flags) else None
        operands = pick([[kind, name]] * 12 + [[kind], [], [kind, name, "more"]])
        return ["makemap", "-C", "s.cf", *flags, *operands], self.source(separator)

    def editmap(self):
        pick = self.random.choice
        flags = [flag for flag in ["-N", "-f"] if self.random.random() < 0.2] + pick([["-q"], ["-q"], ["-u"], ["-u"], ["-x"], ["-x"], [], ["-q", "-u"]])
        operands = [pick(["hash", "btree", "implicit", "nosuch"]), pick(["one", "two", "four", "none"]), pick(WORDS)]
        operands += pick([[], [], [pick(VALUES)], [pick(VALUES), "more"]]) if "-u" not in flags else pick([[pick(VALUES)], [pick(VALUES), "more"], []])
        return ["editmap", "-C", "s.cf", *flags, *operands], b""

    def praliases(self):
        pick = self.random.choice
        where = pick([["-C", "s.cf"], ["-C", "s.cf"], ["-f", pick(["one", "hash:two", "btree:one", "hash:-N four", "text:one", "none", "hash:none"])],
                      ["-C", "none"]])
        return ["praliases", *where, *[pick(WORDS) for _ in range(pick([0, 0, 1, 2]))]], b""

    def command(self):
        kind = self.random.random()
        return self.makemap() if kind < 0.7 else self.editmap() if kind < 0.87 else self.praliases()


def run(programs, folder, command, text):
    done = subprocess.run([f"{programs}/{command[0]}", *command[1:]], input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder)
    said = THEIRS_ALONE.sub("", OURS_ALONE.sub("", done.stderr.decode("utf-8", "surrogateescape")))
    # The place of the program in a usage message.
    return done.stdout.decode("utf-8", "surrogateescape"), said.replace(f"{programs}/", ""), done.returncode


def content(real, folder):
    """Every database of a folder, as sendmail's makemap prints it. Duplicates of a hash have no order."""
    dumps = {}
    for path in sorted(folder.glob("*.db")):
        for kind in ("hash", "btree"):
            out, _, status = run(real, folder, ["makemap", "-C", "s.cf", "-u", kind, path.name], b"")
            if status == 0:
                dumps[path.name] = (kind, sorted(out.splitlines()))
    return dumps


def configure(folder):
    folder.mkdir()
    (folder / "s.cf").write_text("V10/Berkeley\nO TrustedUser=daemon\nO AliasFile=one, hash:two, ldap:x, btree:four\nKone hash one\n"
                                 "Ktwo btree -o ./two.db\nKthree btree -k 1 three\n")


def round_of(seed, options, scratch):
    """The first difference of a round: both continue with the databases they have made."""
    maker = Maker(seed)
    folders = {"real": scratch / f"real{seed}", "ours": scratch / f"ours{seed}"}
    programs = {"real": options.real, "ours": options.ours}
    for folder in folders.values():
        configure(folder)
    history = []
    for step in range(options.commands):
        command, text = maker.command()
        history.append((command, text))
        results = {}
        for who, folder in folders.items():
            out, said, status = run(programs[who], folder, command, text)
            if "-u" in command and command[0] == "makemap" or command[0] == "praliases":
                out = "\n".join(sorted(out.splitlines()))
            results[who] = (out, said, status, content(options.real, folder))
        if results["real"] != results["ours"]:
            return history, results, step
    return None, None, options.commands


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ours", default=os.environ.get("SM_BUILD", str(ROOT / "build/debug")), help="folder with our programs")
    parser.add_argument("--real", help="folder with sendmail's; without it Debian's are unpacked")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--commands", type=int, default=12, help="commands a round")
    parser.add_argument("--show", type=int, default=5)
    options = parser.parse_args()
    if not options.real:
        folder = sandbox.real_sendmail()
        if folder is None:
            return sandbox.SKIPPED
        options.real = folder + "/bin"
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="differential.") as folder:
        for seed in range(options.seed, options.seed + options.rounds):
            history, results, count = round_of(seed, options, pathlib.Path(folder))
            passed += count
            if history is None:
                continue
            failed += 1
            if failed <= options.show:
                command, text = history[-1]
                print(f"--seed {seed}: {' '.join(command)} < {text!a:.700}")
                for part, real, own in zip(("stdout", "stderr", "status", "databases"), results["real"], results["ours"]):
                    if real != own:
                        print(f"  {part}\n    real: {real!a:.700}\n    ours: {own!a:.700}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
