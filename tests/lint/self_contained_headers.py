#!/usr/bin/env python3
"""Every header compiles alone. Usage: self_contained_headers.py BUILD_DIR

Flags come from compile_commands.json: those of a source file in the same folder. Results are kept by ccache.
"""
import concurrent.futures
import json
import pathlib
import shlex
import shutil
import subprocess
import sys

import sources


def flags_by_folder(build):
    flags = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        words = shlex.split(entry["command"])
        keep = [word for at, word in enumerate(words)
                if word.startswith(("-I", "-D", "-std")) or (at and words[at - 1] == "-isystem") or word == "-isystem"]
        flags.setdefault(str(pathlib.Path(entry["file"]).parent), keep)
    return flags


def check(name, flags, build):
    folder = sources.ROOT / name
    while str(folder) not in flags and folder != sources.ROOT:
        folder = folder.parent
    wrapper = build / "header_checks" / (name.replace("/", "_") + ".cc")
    text = f'#include "{name}"\n'
    if not wrapper.exists() or wrapper.read_text() != text:
        wrapper.parent.mkdir(exist_ok=True)
        wrapper.write_text(text)
    command = ["ccache"] if shutil.which("ccache") else []
    command += ["g++", *flags.get(str(folder), ["-std=c++20"]), f"-I{sources.ROOT}", "-c", str(wrapper), "-o",
                str(wrapper.with_suffix(".o"))]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return None if done.returncode == 0 else f"{name}: does not compile alone\n{done.stdout}"


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    flags = flags_by_folder(build)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda name: check(name, flags, build), sources.tracked("*.h"))
        return sources.report([line for line in results if line])


if __name__ == "__main__":
    sys.exit(main())
