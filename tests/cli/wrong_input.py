#!/usr/bin/env python3
"""Wrong input: one message with file, line and remedy, a status of sysexits.h, and nothing half-done left behind."""
import argparse
import pathlib
import re
import socket
import subprocess
import sys
import tempfile

EX_USAGE, EX_DATAERR, EX_SOFTWARE, EX_CANTCREAT = 64, 65, 70, 73

MC = """include(`{cf}/m4/cf.m4')dnl
OSTYPE(`linux')dnl
define(`confDOMAIN_NAME', `mail.example.com')dnl
define(`QUEUE_DIR', `{work}/mqueue')dnl
define(`ALIAS_FILE', `{work}/aliases')dnl
define(`confPID_FILE', `{work}/pid')dnl
{extra}
DAEMON_OPTIONS(`Port={port},Addr=127.0.0.1, Name=MTA')dnl
MAILER(`local')dnl
MAILER(`smtp')dnl
"""


class Case:
    """what; the files of the work folder; the command; status; what must be said; files that must not have changed."""

    def __init__(self, what, command, status, said, files=(), extra="", edit=None, untouched=()):
        self.what, self.command, self.status, self.said = what, command, status, said
        self.files, self.extra, self.edit, self.untouched = dict(files), extra, edit, untouched


def replace(old, new):
    """An edit of sendmail.cf; the old text must be there."""
    def edit(text):
        assert old in text, f"{old!r} is not in the .cf"
        return text.replace(old, new, 1)
    return edit


M4 = "{build}/m4cf -o {work}/sendmail.cf {work}/sendmail.mc"
DAEMON = "{build}/sendmaild --one-process -C {work}/sendmail.cf -bD"
TEST = "{build}/sendmaild -C {work}/sendmail.cf -bt"
MAKEMAP = "{build}/makemap -C {work}/sendmail.cf hash {work}/access"
OLD = {"sendmail.cf": "the old configuration\n"}

CASES = [
    Case("unknown FEATURE", M4, None, r"sendmail\.mc:7: .*use_cw_fiel", OLD, "FEATURE(`use_cw_fiel')dnl",
         untouched=["sendmail.cf"]),
    Case("quote that is not closed", M4, None, r"sendmail\.mc:\d+: .*end of file in string", OLD,
         "define(`confLOG_LEVEL', `9)dnl", untouched=["sendmail.cf"]),
    Case("parenthesis that is not closed", M4, None, r"\.m[c4]:\d+: .*end of file in argument list", OLD,
         "define(`confLOG_LEVEL', `9'dnl", untouched=["sendmail.cf"]),
    Case("digit instead of the letter O", DAEMON, EX_SOFTWARE, r'sendmail\.cf: line \d+: unknown configuration line "0 Daemon',
         edit=replace("O DaemonPortOptions=", "0 DaemonPortOptions=")),
    Case("option without its equals sign", DAEMON, EX_SOFTWARE, r'sendmail\.cf: line \d+: service "stmp" unknown',
         edit=replace("O DaemonPortOptions=Port={port}", "O DaemonPortOptions=Port=stmp")),
    Case("rule without a tab", DAEMON, EX_SOFTWARE, r"sendmail\.cf: line \d+: invalid rewrite line .*tab expected",
         edit=lambda text: text + "\nSnew\nR$* x y\n"),
    Case("unknown option", TEST, None, r"sendmail\.cf: line \d+: readcf: unknown option name DaemonPortsOptions",
         edit=replace("O DaemonPortOptions", "O DaemonPortsOptions")),
    Case("access line without a value", MAKEMAP, EX_DATAERR, r"access.*line 2: no RHS for LHS 10\.0\.2",
         {"access": "localhost RELAY\n10.0.2\n", **OLD}),
    Case("key that stands twice", MAKEMAP, EX_DATAERR, r"line 2: key \"?a\.example\"?: duplicate key",
         {"access": "a.example RELAY\na.example REJECT\n", **OLD}),
    Case("unknown kind of map", "{build}/makemap -C {work}/sendmail.cf hashh {work}/access", EX_CANTCREAT, r"type hashh map .*Unknown database type",
         {"access": "a b\n", **OLD}),
    Case("makemap without a name", "{build}/makemap hash", EX_USAGE, r"[Uu]sage: makemap"),
    Case("configuration that is not there", "{build}/sendmaild -C {work}/none.cf -bt", None, r"none\.cf.*No such file"),
    Case("empty configuration", TEST, None, r"No local mailer defined", {"sendmail.cf": ""}),
]


class Bench:
    def __init__(self, build, cf):
        self.build, self.cf = build, cf
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def run(self, case):
        with tempfile.TemporaryDirectory(prefix="wrong-input.") as folder:
            work = pathlib.Path(folder)
            return list(self.complaints(case, work))

    def prepare(self, case, work):
        names = {"build": self.build, "cf": self.cf, "work": work, "port": self.port}
        (work / "mqueue").mkdir(mode=0o700)
        (work / "aliases").write_text("postmaster: root\n")
        (work / "sendmail.mc").write_text(MC.format(extra=case.extra, **names))
        if case.edit:
            done = subprocess.run([self.build / "m4cf", work / "sendmail.mc"], stdout=subprocess.PIPE, text=True, check=True)
            text = done.stdout.replace(f"Port={self.port}", "Port={port}", 1)
            (work / "sendmail.cf").write_text(case.edit(text).replace("Port={port}", f"Port={self.port}"))
        for name, text in case.files.items():
            (work / name).write_text(text)
        return [word.format(**names) for word in case.command.split()]

    def complaints(self, case, work):
        command = self.prepare(case, work)
        before = {path.name for path in work.iterdir()}
        source = (work / "access").read_bytes() if (work / "access").exists() else b""
        done = subprocess.run(command, input=source, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=30)
        said = done.stdout.decode(errors="replace")
        if not re.search(case.said, said):
            yield f"nothing like /{case.said}/ was said, but: {said[:600]!r}"
        if case.status is not None and done.returncode != case.status:
            yield f"exit status {done.returncode}, expected {case.status}"
        if case.status is None and done.returncode == 0 and "-bt" not in command:
            yield "exit status 0"
        for name in case.untouched:
            if (work / name).read_text() != case.files[name]:
                yield f"{name} was changed"
        left = {path.name for path in work.iterdir()} - before - {"access.db", "statistics", "pid"}
        if left:
            yield f"left behind: {sorted(left)}"


def occupied_port(bench):
    """The port is taken: the message names the daemon and the reason, and the status says so."""
    with tempfile.TemporaryDirectory(prefix="wrong-input.") as folder, socket.create_server(("127.0.0.1", bench.port)):
        work = pathlib.Path(folder)
        command = bench.prepare(Case("", DAEMON, None, "", edit=lambda text: text), work)
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        said = done.stdout.decode(errors="replace")
        if "cannot bind: Address already in use" not in said:
            yield f"the reason is not said, but: {said[:600]!r}"
        if done.returncode == 0:
            yield "exit status 0"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--cf", type=pathlib.Path, required=True)
    options = parser.parse_args()
    bench = Bench(options.build.resolve(), options.cf.resolve())
    checks = [(case.what, lambda case=case: bench.run(case)) for case in CASES]
    checks.append(("occupied port", lambda: list(occupied_port(bench))))
    failed = 0
    for what, check in checks:
        complaints = check()
        print(("FAIL " if complaints else "ok   ") + what)
        for complaint in complaints:
            print("     " + complaint)
        failed += bool(complaints)
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
