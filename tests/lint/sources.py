"""The files the lints look at: what git tracks, so that a build tree or a scratch file is never checked."""
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def tracked(*patterns):
    """Paths relative to the repository that match any of the git patterns."""
    out = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z", "--", *patterns], check=True, stdout=subprocess.PIPE)
    return [name for name in out.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def cpp_sources():
    return tracked("*.cc", "*.h")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8", errors="surrogateescape")


def without_comments_and_literals(text):
    """C++ text with comments and the insides of literals blanked; offsets and newlines stay."""
    blank = lambda match: re.sub(r"[^\n]", " ", match.group(0))
    pattern = r'//[^\n]*|/\*.*?\*/|R"(\w*)\((?:.|\n)*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\''
    return re.sub(pattern, blank, text, flags=re.S)


def report(complaints):
    """Prints complaints and returns the exit status."""
    for line in complaints:
        print(line)
    return 1 if complaints else 0
