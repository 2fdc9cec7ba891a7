#!/usr/bin/env python3
"""Asks our programs the questions whose answers real sendmail gave; see README.md beside this file."""
import argparse
import concurrent.futures
import json
import os
import pathlib
import queue
import re
import shlex
import subprocess
import sys
import zlib

import compare
import sandbox

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
VECTORS = ROOT / "tests/golden/vectors"
KNOWN = HERE / "known_differences.txt"
CF = sandbox.ETC_MAIL + "/sendmail.cf"
MARK = "=====vector-mark====="
CLEAN = {"LC_ALL": "C", "TZ": "UTC", "USER": "root"}
ASKING = {**CLEAN, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LOGNAME": "root", "SHELL": "/bin/sh"}


class SetUpFailed(Exception):
    pass


def load(path):
    with open(path, encoding="utf-8") as file:
        first, *rest = [json.loads(line) for line in file if line.strip()]
    return first, rest


class Asker:
    """Sets up one configuration after the other inside the sandbox, and asks."""

    def __init__(self, options, world):
        self.options, self.world = options, world
        self.m4_result = (0, "")

    def make_maps(self, configuration):
        for spec in configuration.get("maps", []):
            target = spec["name"] if spec["name"].startswith("/") else f"{sandbox.ETC_MAIL}/{spec['name']}"
            sandbox.put(target, spec["src"])
            done = subprocess.run([*shlex.split(self.options.makemap), *spec.get("flags", []), spec["type"], target],
                                  input=sandbox.encode(spec["src"]), capture_output=True, timeout=60)
            if done.returncode:
                raise SetUpFailed(f"makemap {spec['name']}: {done.returncode} {sandbox.decode(done.stderr)}")

    def compile(self, configuration):
        source = configuration["mc"]
        sandbox.put(sandbox.ETC_MAIL + "/sendmail.mc", source)
        cf = self.options.cf
        includes_itself = any(re.search(r"include\([`'\"]?[^)]*m4/cf\.m4", line.split("dnl")[0])
                              and not line.lstrip().startswith("#") for line in source.split("\n"))
        library = [] if includes_itself else [cf + "/m4/cf.m4"]
        words = [*shlex.split(self.options.m4), *configuration.get("m4args", []), *library,
                 sandbox.ETC_MAIL + "/sendmail.mc"]
        done = subprocess.run(words, cwd=cf + "/cf" if os.path.isdir(cf + "/cf") else cf, capture_output=True, timeout=60,
                              env={**CLEAN, "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": "/"})
        messages = sandbox.decode(done.stderr)
        for name in (cf, "/usr/share/sendmail-cf", "/usr/share/sendmail/cf"):
            messages = messages.replace(name, "CFDIR")
        sandbox.put(CF, sandbox.decode(done.stdout))
        return done.returncode, messages

    def set_up(self, configuration):
        sandbox.clear_etc_mail()
        for name, text in {**self.world.get("files", {}), **configuration.get("files", {})}.items():
            if text is not None:
                path = name if name.startswith("/") else f"{sandbox.ETC_MAIL}/{name}"
                sandbox.put(path, text, 0o755 if text.startswith("#!") else 0o644)
        if "cf" in configuration:
            sandbox.put(CF, configuration["cf"])
            self.m4_result = (0, "")
        else:
            self.m4_result = self.compile(configuration)
        self.make_maps(configuration)
        if self.m4_result[0] != 0 and not configuration.get("m4_rc"):
            return f"m4: {self.m4_result[1]}"
        return None

    def ask(self, vector):
        """The lines of the answer, in normal form."""
        mode = vector["mode"]
        if mode == "m4":
            return compare.m4_result(*self.m4_result)
        if mode == "cf":
            return compare.cf_section(sandbox.decode(pathlib.Path(CF).read_bytes()), vector["cmd"])
        lines = [] if mode == "startup" else [*vector.get("setup", []), ".D{vmark}" + MARK, "${vmark}", vector["cmd"],
                                              "${vmark}"]
        done = subprocess.run([*shlex.split(self.options.sendmail), "-C", CF, "-bt", *vector.get("argv", [])],
                              input=sandbox.encode("".join(line + "\n" for line in lines)), stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=20, env=ASKING, cwd="/")
        said = sandbox.decode(done.stdout)
        if mode == "startup":
            return compare.normal_form(mode, [line for line in said.partition("ADDRESS TEST MODE")[0].split("\n") if line])
        return compare.normal_form(mode, self.between_marks(said, done.returncode))

    @staticmethod
    def between_marks(said, status):
        # A trace may show the mark too, in the middle of a line; the answer to ${vmark} ends one.
        _, found, behind = said.partition(MARK + "\n")
        answer, closed, _ = behind.partition(MARK)
        if not found or not closed:
            return [f"no answer, exit status {status}", *said.split("\n")[-5:]]
        answer = answer.removeprefix("> ").removesuffix("> ")
        lines = answer.split("\n")
        return lines[:-1] if lines[-1] == "" else lines

    def run(self, path, selected):
        configuration, vectors = load(path)
        vectors = [vector for vector in vectors if selected(vector)]
        results = []
        try:
            trouble = self.set_up(configuration) if vectors else None
        except (SetUpFailed, OSError, subprocess.SubprocessError) as error:
            trouble = str(error)
        for vector in vectors:
            try:
                got = ["set-up: " + trouble] if trouble and vector["mode"] != "m4" else self.ask(vector)
            except subprocess.TimeoutExpired:
                got = ["no answer in time"]
            results.append({"id": vector["id"], "area": vector["area"], "got": None if got == vector["expect"] else got})
        return results


def worker(options, selected):
    """Inside the sandbox: a path on each line of stdin, results as a line of JSON."""
    world = json.loads((VECTORS / "world.json").read_text())
    sandbox.build(world, options.cf)
    asker = Asker(options, world)
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(asker.run(line.rstrip("\n"), selected)), flush=True)


def drive(todo, results, options):
    """One worker process, fed from the queue until it is empty."""
    process = subprocess.Popen(sandbox.command([sys.executable, str(HERE / "replay.py"), *sys.argv[1:], "--sendmail", options.sendmail, "--worker"]),
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if process.stdout.readline().strip() != "ready":
        sys.exit("the sandbox does not start")
    while True:
        try:
            path = todo.get_nowait()
        except queue.Empty:
            break
        process.stdin.write(f"{path}\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            sys.exit(f"the worker died on {path}")
        results[path] = json.loads(line)
    process.stdin.close()
    process.wait()


def show_failure(path, vector, got):
    print(f"FAIL {vector['id']} [{vector['area']}] configuration {path.stem}, mode {vector['mode']}")
    for line in vector.get("setup", []):
        print("   set-up: " + ascii(line))
    print("   asked:  " + ascii(vector["cmd"]))
    wanted = vector["expect"]
    if vector["mode"] in ("cf", "m4"):
        wanted, got = [line for line in wanted if line not in got], [line for line in got if line not in wanted]
    for line in wanted:
        print("   wanted: " + ascii(line))
    for line in got[:40]:
        print("   got:    " + ascii(line))


def known_differences():
    """Ids of vectors that are known to differ, each with its reason in the file; one that agrees must leave the list."""
    lines = KNOWN.read_text().splitlines() if KNOWN.exists() else []
    return {line.split()[0] for line in lines if line and not line.startswith("#")}


def report(results, limit, known):
    areas, shown, stale = {}, 0, []
    for path in sorted(results):
        by_id = {vector["id"]: vector for vector in load(path)[1]} if any(r["got"] is not None for r in results[path]) else {}
        for result in results[path]:
            if result["id"] in known:
                if result["got"] is None:
                    stale.append(result["id"])
                continue
            counts = areas.setdefault(result["area"], [0, 0])
            counts[result["got"] is not None] += 1
            if result["got"] is not None and shown < limit:
                shown += 1
                show_failure(path, by_id[result["id"]], result["got"])
    for area, (good, bad) in sorted(areas.items()):
        print(f"  {area:24} {good:5} passed {bad:5} failed")
    passed, failed = (sum(counts[i] for counts in areas.values()) for i in (0, 1))
    for identifier in stale:
        print(f"{identifier} agrees now: take it out of {KNOWN.name}")
    print(f"{passed} passed, {failed + len(stale)} failed, {len(known)} known differences left out")
    return 1 if failed or stale or not passed else 0


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/debug", help="folder with our programs")
    parser.add_argument("--sendmail", help="another program to ask")
    parser.add_argument("--real", action="store_true", help="ask the real sendmail, which is fetched and unpacked: tests the library alone")
    parser.add_argument("--sample", type=int, default=1, help="ask only one question of so many, always the same ones")
    parser.add_argument("--m4", help="another m4")
    parser.add_argument("--makemap", help="another makemap")
    parser.add_argument("--cf", default=str(ROOT / "cf"), help="another macro library")
    parser.add_argument("--config", default="", help="only files whose name matches this regular expression")
    parser.add_argument("--area", default="", help="only vectors of matching areas")
    parser.add_argument("--id", default="", help="only vectors with matching ids")
    parser.add_argument("--all", action="store_true", help="count known differences as failures")
    parser.add_argument("--show", type=int, default=10, help="how many failures to show")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    build = options.build.resolve()
    if options.real and not options.worker:
        fetched = subprocess.run([str(ROOT / "tests/support/real_sendmail")], stdout=subprocess.PIPE, text=True)
        options.sendmail = fetched.stdout.strip() + "/bin/sendmail" if fetched.returncode == 0 else ""
    options.sendmail = options.sendmail or str(build / "sendmaild")
    options.m4 = options.m4 or str(build / "m4cf")
    options.makemap = options.makemap or str(build / "makemap")
    options.cf = os.path.realpath(options.cf)
    return options


def main():
    options = parse_options()
    selected = lambda vector: (re.search(options.area, vector["area"]) and re.search(options.id, vector["id"])
                               and zlib.crc32(vector["id"].encode()) % options.sample == 0)
    if options.worker:
        return worker(options, selected)
    if options.real and not options.sendmail:
        print("skipped: the real sendmail cannot be fetched")
        return sandbox.SKIPPED
    if not sandbox.available():
        print("skipped: needs root and namespaces")
        return sandbox.SKIPPED
    paths = [path for path in VECTORS.glob("*.jsonl") if re.search(options.config, path.stem)]
    todo, results = queue.Queue(), {}
    for path in sorted(paths, key=lambda path: -path.stat().st_size):
        todo.put(path)
    workers = min(os.cpu_count() or 1, len(paths))
    with concurrent.futures.ThreadPoolExecutor(max(1, workers)) as pool:
        for done in [pool.submit(drive, todo, results, options) for _ in range(workers)]:
            done.result()
    return report(results, options.show, set() if options.all else known_differences())


if __name__ == "__main__":
    sys.exit(main())
