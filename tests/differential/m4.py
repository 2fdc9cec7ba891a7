#!/usr/bin/env python3
"""Random m4 programs, given to m4cf and to the installed GNU m4: output, messages and exit status may not differ by a byte.

Everything comes from a seed, so that a difference can be shown again with --seed N --programs 1; a program that differs
is cut down to what is needed before it is shown. Programs that GNU m4 does not survive (it crashes, runs out of time or
of memory) are left out and counted. Exit 77: there is no GNU m4 here.
"""
import argparse
import concurrent.futures
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from m4_programs import Maker  # noqa: E402: beside this script

SECONDS = 5
OUTPUT = 4 << 20
FILES = {
    "one.m4": b"one(`$1')define(`one', `<1:$1>')\n__file__:__line__ dnl gone\nend of one\n",
    "two.m4": b"pushdef(`two', `2')two`'popdef(`two')two include(`one.m4')\nno newline at the end",
    "text.txt": b"plain `text', (with) one define(`t', `T')\nt and a second line # t\n",
    "open.m4": b"a word that goes on wo",
    "sub/three.m4": b"`three' len(`three')\n",
}


def limits(megabytes):
    if megabytes:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class World:
    """A folder with the files that programs include, and the two programs."""

    def __init__(self, folder, ours, theirs, memory):
        self.folder, self.ours, self.theirs, self.memory = pathlib.Path(folder), ours, theirs, memory
        self.locale = "C"
        # Whatever else lies there was written by a program.
        self.kept = {"one.m4", "two.m4", "text.txt", "open.m4", "sub", "state.m4f"}
        for name, text in FILES.items():
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / name).write_bytes(text)

    def run(self, executable, options, source):
        """Output, messages and exit status; None when the run had to be stopped."""
        for extra in set(os.listdir(self.folder)) - self.kept:
            os.unlink(self.folder / extra)
        with open(self.folder / "out", "w+b") as out, open(self.folder / "err", "w+b") as err:
            child = subprocess.Popen(["m4", *options], executable=executable, cwd=self.folder, stdin=subprocess.PIPE,
                                     stdout=out, stderr=err, preexec_fn=lambda: limits(self.memory),
                                     env={"PATH": "/usr/bin:/bin", "LC_ALL": self.locale})
            try:
                child.communicate(source, timeout=4 * SECONDS)
            except (subprocess.TimeoutExpired, BrokenPipeError):
                child.kill()
                child.wait()
            out.seek(0)
            err.seek(0)
            return out.read(), err.read(), child.returncode

    def plain(self, options, text):
        theirs = self.run(self.theirs, [*options, "-"], text)
        if theirs[2] < 0 or b"memory exhausted" in theirs[1] or b"stack overflow" in theirs[1]:
            return None
        return theirs, self.run(self.ours, [*options, "-"], text)

    def frozen(self, options, text, rest):
        """The text frozen by one and the rest run by the other, against GNU m4 alone."""
        results = []
        for freezer, reloader in ((self.theirs, self.theirs), (self.ours, self.theirs), (self.theirs, self.ours),
                                  (self.ours, self.ours)):
            first = self.run(freezer, [*options, "-F", "state.m4f", "-"], text)
            if first[2] != 0:
                return self.plain(options, text)
            results.append((first, self.run(reloader, [*options, "-R", "state.m4f", "-"], rest)))
            if results[0][1][2] < 0:
                return None
        return results[0], next((r for r in results if r != results[0]), results[0])

    def encode(self, text):
        """Bytes of a program; without those that are no UTF-8 where the locale asks for it (docs/compatibility.md)."""
        raw = text.encode("latin-1")
        return raw if self.locale == "C" else raw.decode("utf-8", "ignore").encode()

    def differs(self, options, statements):
        text = self.encode("".join(statements))
        if "-R" in options:
            at = max(1, len(statements) // 2)
            plain = [o for o in options if o != "-R"]
            pair = self.frozen(plain, self.encode("".join(statements[:at])),
                               self.encode("".join(statements[at:])))
        else:
            pair = self.plain(options, text)
        if pair is None:
            return None
        return pair if pair[0] != pair[1] else False


def shrink(world, options, statements):
    """Leaves out what the difference does not need."""
    def still(o, s):
        return bool(world.differs(o, s))
    changed = True
    while changed:
        changed = False
        for i in range(len(statements)):
            less = statements[:i] + statements[i + 1:]
            if less and still(options, less):
                statements, changed = less, True
                break
    for i in range(len(options) - 1, -1, -1):
        less = options[:i] + options[i + 1:]
        if still(less, statements):
            options = less
    if "-R" in options:
        return options, statements
    text = "".join(statements)
    size = max(1, len(text) // 2)
    while size >= 1:
        at = 0
        while at < len(text):
            less = text[:at] + text[at + size:]
            if still(options, [less]):
                text = less
            else:
                at += size
        size //= 2
    return options, [text]


def locale_of(seed):
    return "C.UTF-8" if seed % 8 == 3 else "C"


def try_seeds(task):
    ours, theirs, memory, seeds, cut = task
    found, dropped = [], 0
    with tempfile.TemporaryDirectory() as folder:
        world = World(folder, ours, theirs, memory)
        for seed in seeds:
            maker = Maker(seed)
            options, statements = maker.program()
            world.locale = locale_of(seed)
            # Frozen, but not where messages name lines of the frozen file.
            if seed % 16 == 0 and "--warn-macro-sequence" not in options:
                options.append("-R")
            result = world.differs(options, statements)
            dropped += result is None
            if result:
                if cut:
                    options, statements = shrink(world, options, statements)
                    result = world.differs(options, statements) or result
                found.append((seed, options, "".join(statements), result))
    return found, dropped


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("m4cf")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--programs", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--memory", type=int, default=1024,
                        help="megabytes a program may take; 0 for a program built with sanitizers")
    parser.add_argument("--whole", action="store_true", help="show programs as they were made")
    parser.add_argument("--show", type=int, default=20, help="differences shown at most")
    line = parser.parse_args()
    theirs = shutil.which("m4")
    if not theirs or b"GNU M4" not in subprocess.run([theirs, "--version"], capture_output=True).stdout:
        print("no GNU m4 to compare with")
        return 77
    seeds = list(range(line.seed, line.seed + line.programs))
    ours = str(pathlib.Path(line.m4cf).resolve())
    tasks = [(ours, theirs, line.memory, seeds[i:i + 50], not line.whole) for i in range(0, len(seeds), 50)]
    differences = dropped = 0
    with concurrent.futures.ProcessPoolExecutor(line.jobs) as pool:
        for found, left_out in pool.map(try_seeds, tasks):
            dropped += left_out
            for seed, options, text, (theirs_gave, ours_gave) in found:
                differences += 1
                if differences > line.show:
                    continue
                print(f"--seed {seed}: LC_ALL={locale_of(seed)} m4 {' '.join(options)}\n{text!r}")
                print(f"  m4:   {theirs_gave}\n  m4cf: {ours_gave}", flush=True)
    print(f"{len(seeds)} programs from seed {line.seed}, {dropped} left out, {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
