#!/usr/bin/env python3
"""Configurations that others wrote: every sample of Debian's sendmail-cf, compiled with GNU m4 and that package's library,
and a line for each option. Ours may say nothing about them that the real sendmail does not say.

Only messages are compared, each with its line number. The real sendmail is fetched, never installed; where that is
impossible, or where there are no namespaces, the test is skipped (exit status 77).
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/replay"), str(ROOT / "tests/cli")]
import option_lines  # noqa: E402
import sandbox  # noqa: E402: the world in which the host has a name
MODES = (["-bt"], ["-bP"], ["-bv", "postmaster"])
# A configuration that says nothing by itself.
BARE = "V10/Berkeley\nO LogLevel=0\nMlocal, P=/bin/true, F=lsDFM, A=true $u\nS0\nR$*\t$#local $: $1\n"


def messages(program, cf, mode):
    done = subprocess.run([program, "-C", str(cf), *mode], input=b"", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=60, cwd=cf.parent)
    lines = sandbox.decode(done.stdout).splitlines()
    # What -bP counts and what -bv says of an address are answers, not messages about the configuration.
    return set(lines) if mode == ["-bt"] else {line for line in lines if str(cf) in line or "WARNING" in line}


def compile_samples(library, work):
    """The samples as .cf files in `work`. One whose macros complain still makes a file worth reading."""
    for mc in sorted((library / "cf").glob("*.mc")):
        done = subprocess.run(["m4", f"-D_CF_DIR_={library}/", library / "m4/cf.m4", mc], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, cwd=mc.parent)
        (work / f"{mc.stem}.cf").write_bytes(done.stdout)
        yield work / f"{mc.stem}.cf"


def difference(options, cf, mode, both_ways=False):
    real, own = messages(options.real, cf, mode), messages(options.ours, cf, mode)
    found = [f"only ours:  {line}" for line in sorted(own - real)]
    return found + ([f"only real:  {line}" for line in sorted(real - own)] if both_ways else [])


def check(options, work):
    """(asked, differences)"""
    asked, different = 0, []
    for cf in compile_samples(options.library, work):
        for mode in MODES:
            asked += 1
            different += [f"{cf.stem} {' '.join(mode)}: {line}" for line in difference(options, cf, mode)]
    samples = asked
    cf = work / "option.cf"
    for line in option_lines.lines():
        cf.write_text(BARE + line + "\n")
        asked += 1
        different += [f"{line}: {found}" for found in difference(options, cf, ["-bt"], both_ways=options.both_ways)]
    print(f"{samples} runs over samples, {asked - samples} option lines")
    return asked, different


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", default=str(ROOT / "build/debug/sendmaild"), help="our program")
    parser.add_argument("--both-ways", action="store_true", help="also show what only the real one says about option lines")
    parser.add_argument("--real", help="real sendmail; without it Debian's is unpacked")
    parser.add_argument("--library", help="folder of its macros; without it the one beside its bin")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not shutil.which("m4"):
        print("skipped: needs GNU m4")
        return sandbox.SKIPPED
    status = sandbox.enter(options, __file__)
    if status is not None:
        return status
    options.library = pathlib.Path(options.library or pathlib.Path(options.real).parents[1] / "cf").resolve()
    sandbox.build(json.loads((ROOT / "tests/golden/vectors/world.json").read_text()), str(ROOT / "cf"))
    sandbox.clear_etc_mail()
    with tempfile.TemporaryDirectory(prefix="foreign.", dir=sandbox.ETC_MAIL) as folder:
        asked, different = check(options, pathlib.Path(folder))
    print("\n".join(different))
    print(f"{asked} compared, {len(different)} messages differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
