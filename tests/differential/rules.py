#!/usr/bin/env python3
"""Random rule sets and random addresses, asked of our -bt and of the real sendmail: no line may differ.

Everything comes from a seed, so that a difference can be shown again with --seed N --rounds 1. Each round is one
configuration with its questions; both programs answer all of them in one run. The real sendmail is fetched, never
installed; where that is impossible, or where there are no namespaces, the test is skipped (exit status 77).

The large run, 100,000 questions in some minutes:  tests/differential/rules.py --rounds 500
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/replay"), str(ROOT / "tests/differential")]
import maker  # noqa: E402
import sandbox  # noqa: E402: the world in which the host has a name
MARK = "mark"
LATE = "no answer in time"


def ask(program, cf, questions, patience=20):
    """What is said at the start, and an answer for each question."""
    lines = [f".D{{{MARK}}}<question {i}>\n${{{MARK}}}\n{question}\n" for i, question in enumerate(questions)]
    try:
        done = subprocess.run([program, "-C", str(cf), "-bt"], input=sandbox.encode("".join(lines)),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=patience, cwd=cf.parent)
    except subprocess.TimeoutExpired:
        return LATE, []
    start, *answers = re.split(r"<question \d+>\n", sandbox.decode(done.stdout))
    if len(answers) != len(questions):
        answers += [f"no answer, status {done.returncode}"] * (len(questions) - len(answers))
    return start, answers


def round_of(seed, options, work):
    """(differences, questions) of one configuration; no question counts when the real one takes too long."""
    made = maker.Maker(seed)
    cf = work / "sendmail.cf"
    for name, text in made.files(work).items():
        sandbox.put(str(work / name), text)
    questions = [made.question() for _ in range(options.questions)]
    theirs = ask(options.real, cf, questions)
    if theirs[0] == LATE:
        return [], 0
    ours = ask(options.ours, cf, questions)
    differences = [("(what is said at the start)", theirs[0], ours[0])] if ours[0] != theirs[0] else []
    # Where the real one runs out of space, what is left depends on its buffers (docs/compatibility.md).
    differences += [(q, real, own) for q, own, real in zip(questions, ours[1], theirs[1])
                    if own != real and "too long" not in real]
    return differences, len(questions)


def first_line_that_differs(real, own):
    real, own = real.split("\n"), own.split("\n")
    for a, b in zip(real, own):
        if a != b:
            return a, b
    return tuple((lines + ["(end)"])[min(len(real), len(own))] for lines in (real, own))


def arguments():
    parser = sandbox.comparing_parser(__doc__, rounds=100)
    parser.add_argument("--questions", type=int, default=200, help="questions a round")
    parser.add_argument("--whole", action="store_true", help="show whole answers, not the first line that differs")
    return parser.parse_args()


def main():
    options = arguments()
    status = sandbox.enter(options, __file__)
    if status is not None:
        return status
    sandbox.build(json.loads((ROOT / "tests/golden/vectors/world.json").read_text()), str(ROOT / "cf"))
    sandbox.clear_etc_mail()
    asked = different = late = 0
    with tempfile.TemporaryDirectory(prefix="differential.", dir=sandbox.ETC_MAIL) as folder:
        for seed in range(options.seed, options.seed + options.rounds):
            differences, count = round_of(seed, options, pathlib.Path(folder))
            asked += count
            late += count == 0
            for question, real, own in differences:
                different += 1
                if different > options.show:
                    continue
                if not options.whole:
                    real, own = first_line_that_differs(real, own)
                print(f"--seed {seed}: {question!a}\n  real: {real!a}\n  ours: {own!a}")
    print(f"{asked} questions, {late} rounds left out because the real sendmail took too long")
    print(f"{asked - different} passed, {different} failed")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
