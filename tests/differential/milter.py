#!/usr/bin/env python3
"""Random mail filters beside the real sendmail: what they are sent, what the client hears, what the log says of filters and
what the queue holds of a message they changed may not differ.

Everything comes from a seed: a difference is shown again with --seed N --rounds 1. What docs/compatibility.md lists is
left out.
"""
import contextlib
import difflib
import itertools
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]
for folder in ("tests/replay", "tests/support", "tests/e2e"):
    sys.path.insert(0, str(ROOT / folder))
import dns_server  # noqa: E402: no name is known in the test's world
import random_milter  # noqa: E402
import sandbox  # noqa: E402
from lib import site  # noqa: E402: the configuration of a site
from scripted_filter import ScriptedFilter  # noqa: E402

PORT = 2525
EXTRA = """define(`confLOG_LEVEL', `14')dnl
define(`confMILTER_LOG_LEVEL', `14')dnl
define(`confDELIVERY_MODE', `queueonly')dnl
"""
DEVICES = ("null", "zero", "random", "urandom")
# Lines about filters; not those about the envelope, which other tests compare.
LOG = re.compile(r"Milter|milter[=_]|quarantine=")


class Syslog:
    """/dev/log of a /dev of its own."""

    def __init__(self, folder):
        self.lines = []
        devices = folder / "dev"
        devices.mkdir()
        for name in DEVICES:
            (devices / name).touch()
            subprocess.run(["mount", "--bind", f"/dev/{name}", devices / name], check=True)
        subprocess.run(["mount", "--rbind", devices, "/dev"], check=True)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind("/dev/log")
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        while True:
            text = self.socket.recv(65536).decode(errors="replace").rstrip("\0\n")
            self.lines.append(re.sub(r"^<\d+>\w+ +\d+ [\d:]+ \S+?\[\d+\]: ", "", text))


    def settle(self):
        """Until what was written so far has been read."""
        mark = f"mark {len(self.lines)}"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as writer:
            writer.sendto(mark.encode(), "/dev/log")
        site.wait_until(lambda: mark in self.lines, "the log")


class Program:
    def __init__(self, who, path, folder, syslog):
        self.who, self.path, self.folder, self.syslog = who, path, folder, syslog

    def configure(self, filters):
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("", "mqueue", "mail"):
            (self.folder / name).mkdir(mode=0o755 if name == "" else 0o700)
        (self.folder / "aliases").write_text("postmaster: root\n")
        lines = [f"INPUT_MAIL_FILTER(`{f.name}', `S=local:{self.folder}/{f.name}.sock, F={f.flag}, T=R:3s')dnl\n" for f in filters]
        text = site.MC.format(root=ROOT, dir=self.folder, port=PORT, sink_port=2, extra="".join(lines) + EXTRA, local="", uid=65534, gid=65534)
        (self.folder / "site.mc").write_text(text)
        with open(self.folder / "site.cf", "w") as cf:
            subprocess.run([site.BUILD / "m4cf", self.folder / "site.mc"], stdout=cf, check=True)
        for name in ("access", "mailertable"):
            subprocess.run([site.BUILD / "makemap", "-C", self.folder / "site.cf", "hash", self.folder / f"{name}.db"],
                           input="", text=True, check=True)
        subprocess.run([self.path, "-C", self.folder / "site.cf", "-bi"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def run(self, scenario):
        """What was seen, as lines."""
        self.configure(scenario.filters)
        filters = [ScriptedFilter(f"{self.folder}/{f.name}.sock", **f.script) for f in scenario.filters if not f.away]
        mode = ["-bD"] if self.who == "real" else ["--one-process"]
        with open(self.folder / "log", "w") as output:
            daemon = subprocess.Popen([self.path, "-C", self.folder / "site.cf", *mode], stdout=output, stderr=output)
        self.syslog.lines.clear()
        seen = self.talk(scenario.commands)
        for scripted in filters:
            for _ in scripted.connections:
                scripted.ended.acquire(timeout=site.PATIENCE)
        daemon.terminate()
        daemon.wait()
        self.syslog.settle()
        for number, scripted in enumerate(filters):
            seen += [f"filter {number}: {letter} {data!r}" for letter, data in scripted.packets]
            scripted.close()
        log = self.syslog.lines if self.who == "real" else (self.folder / "log").read_text(errors="replace").splitlines()
        said = sorted(normal("log: " + line.partition(": ")[2]) for line in log if LOG.search(line))
        return [normal(line) for line in seen] + said + [normal(line) for line in self.queue()]

    def talk(self, commands):
        connection = site.wait_until(connect, "the daemon")
        replies = []
        with site.Talk(connection) as peer:
            replies.append("greeting: " + peer.reply())
            for command in commands:
                if "\n" in command and ": 354 " not in replies[-1]:
                    continue
                try:
                    peer.send(command.replace("\n", "\r\n"))
                    reply = peer.reply()
                except OSError:
                    reply = ""
                if not reply:
                    break
                replies.append(f"{command!r}: {reply}")
        return replies

    def queue(self):
        """Sender, recipients, header and body of what was queued."""
        lines = []
        for path in sorted((self.folder / "mqueue").iterdir()):
            text = path.read_text(errors="replace")
            kept = [text] if path.name[0] == "d" else re.findall(r"^(?:[SqZ]|RP?F?D?N?:|H\?).*(?:\n[ \t].*)*", text, re.M)
            lines += [f"queue {path.name[:2]}: {line}" for line in kept]
        return lines


def connect():
    with contextlib.suppress(OSError):
        return socket.create_connection(("127.0.0.1", PORT), site.PATIENCE)


def normal(line):
    line = re.sub(r"\d{12}\.[0-9A-Za-z]{14}", "MSGID", line)
    line = re.sub(r"(\\x00|\b)[0-9A-Za-z]{8}\d{6}\b", r"\1QID", line)
    line = re.sub(r"\w{3}, +\d+ \w{3} \d{4} [\d:]+ (?:[+-]\d{4}|[A-Z]{3})(?: \([A-Z]+\))?", "DATE", line)
    line = re.sub(r"(milter_data\(\w+\)) lied", r"\1: lied", line)
    line = re.sub(r"(?<=Milter: unknown=).*(?=, (reject|discard))", "COMMAND", line)
    line = re.sub(r"localhost\\x00(\d).*?127", r"localhost\\x00\1PORT127", line)
    return re.sub(r"/(?:real|ours)/", "/WHO/", line)


def enter_world():
    """A scratch folder in a world that ends with this process."""
    sandbox.loopback_up()
    sandbox.overlay()
    socket.sethostname("mail.example.test")
    sandbox.put("/etc/hosts", "127.0.0.1 localhost\n127.0.0.1 mail.example.test mail\n")
    sandbox.put("/etc/resolv.conf", "nameserver 127.0.0.1\n")
    sandbox.put("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")
    dns_server.serve(dns_server.Zone({}, ()))
    folder = pathlib.Path(tempfile.mkdtemp(dir="/var"))
    folder.chmod(0o755)
    return folder


def main():
    options = sandbox.comparing_parser(__doc__, rounds=100).parse_args()
    status = sandbox.enter(options, __file__)
    if status is not None:
        return status
    failed = 0
    folder = enter_world()
    syslog = Syslog(folder)
    programs = [Program("real", options.real, folder / "real", syslog), Program("ours", options.ours, folder / "ours", syslog)]
    for seed in range(options.seed, options.seed + options.rounds):
        scenario = random_milter.Scenario(seed)
        real, ours = [program.run(scenario) for program in programs]
        if real == ours:
            continue
        failed += 1
        if failed <= options.show:
            print(f"--seed {seed}: {scenario}")
            lines = difflib.unified_diff(real, ours, "real", "ours", lineterm="", n=1)
            print("\n".join(line[:300] for line in itertools.islice(lines, 40)))
    print(f"{options.rounds - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
