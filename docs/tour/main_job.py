#!/usr/bin/env python3
"""The main job, shown step by step: from sendmail.mc to a delivered message.

Runs as any user, on loopback, with ports of its own, in a scratch folder that it removes. Each step prints the command
and what came of it; a step that does not do what it should ends the tour with status 1.
"""
import argparse
import getpass
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

MC = """divert(-1)
A mail server on loopback, with everything below one folder. The macros are those of a CentOS sendmail.mc.
divert(0)dnl
include(`{cf}/m4/cf.m4')dnl
VERSIONID(`main job')dnl
OSTYPE(`linux')dnl
define(`confDOMAIN_NAME', `mail.naver.example')dnl
define(`QUEUE_DIR', `{work}/mqueue')dnl
define(`ALIAS_FILE', `{work}/aliases')dnl
define(`STATUS_FILE', `{work}/statistics')dnl
define(`HELP_FILE', `{work}/helpfile')dnl
define(`confPID_FILE', `{work}/sendmail.pid')dnl
define(`confPRIVACY_FLAGS', `authwarnings,novrfy,noexpn')dnl
define(`confDONT_PROBE_INTERFACES', `True')dnl
define(`confCW_FILE', `{work}/local-host-names')dnl
define(`confTO_IDENT', `0')dnl
define(`confREFUSE_LA', `1000')dnl
define(`confQUEUE_LA', `1000')dnl
dnl The scratch folder may lie below /tmp, which everybody can write to; a real server has no need for the next line.
define(`confDONT_BLAME_SENDMAIL', `ClassFileInUnsafeDirPath, MapInUnsafeDirPath')dnl
define(`LOCAL_MAILER_PATH', `[FILE]')dnl
define(`LOCAL_MAILER_FLAGS', `SP9')dnl
define(`LOCAL_MAILER_ARGS', `FILE {work}/mail/$u')dnl
define(`ESMTP_MAILER_ARGS', `TCP $h {peer_port}')dnl
FEATURE(`use_cw_file')dnl
FEATURE(`no_default_msa', `dnl')dnl
FEATURE(`mailertable', `hash -o {work}/mailertable.db')dnl
FEATURE(`access_db', `hash -T<TMPF> -o {work}/access.db')dnl
FEATURE(`blocklist_recipients')dnl
FEATURE(`accept_unresolvable_domains')dnl
DAEMON_OPTIONS(`Port={port},Addr=127.0.0.1, Name=MTA')dnl
LOCAL_DOMAIN(`localhost.localdomain')dnl
MAILER(smtp)dnl
MAILER(local)dnl
"""
ACCESS = """Connect:127.0.0.1\tRELAY
From:spam.example\tREJECT
From:silent.example\tDISCARD
To:closed@mail.naver.example\tERROR:5.7.1:550 This mailbox takes no mail
"""
LANDMARKS = (r"^Cwlocalhost", r"^O DaemonPortOptions=", r"MaxMessageSize", r"^O QueueDirectory=", r"^Mlocal", r"^Fw")
QUIET_ACCESS = ACCESS.replace("Connect:127.0.0.1\tRELAY\n", "")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Peer(threading.Thread):
    """The other domain's mail server: takes one message and keeps what it was told."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", port))
        self.lines = []
        self.start()

    def run(self):
        connection, _ = self.listener.accept()
        stream = connection.makefile("rwb")
        stream.write(b"220 peer.example ESMTP\r\n")
        stream.flush()
        in_data = False
        for raw in stream:
            line = raw.decode(errors="replace").rstrip("\r\n")
            self.lines.append(line)
            verb = line[:4].upper()
            if in_data:
                in_data = line != "."
                answer = None if in_data else "250 2.0.0 taken"
            elif verb == "DATA":
                in_data, answer = True, "354 go on"
            elif verb == "EHLO":
                answer = "250-peer.example\r\n250 8BITMIME"
            else:
                answer = "221 2.0.0 bye" if verb == "QUIT" else "250 2.0.0 ok"
            if answer:
                stream.write(answer.encode() + b"\r\n")
                stream.flush()
            if verb == "QUIT" and not in_data:
                break
        connection.close()


class Tour:
    def __init__(self, build, cf):
        self.build, self.cf = build, cf
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="main-job."))
        self.port, self.peer_port = free_port(), free_port()
        self.user = getpass.getuser()
        self.daemon = None

    def title(self, text):
        print(f"\n\033[1m== {text}\033[0m" if sys.stdout.isatty() else f"\n== {text}", flush=True)

    def show(self, text):
        for line in text.rstrip("\n").split("\n"):
            print("   " + line, flush=True)

    def fail(self, why):
        log = self.work / "log"
        if log.exists():
            self.show(log.read_text(errors="replace")[-3000:])
        sys.exit(f"the tour ends here: {why}")

    def run(self, *command, stdin="", shown=None, status=0):
        print("   $ " + (shown or " ".join(str(word) for word in command)), flush=True)
        done = subprocess.run([str(word) for word in command], input=stdin, text=True, errors="replace",
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        if done.stdout.strip():
            self.show(done.stdout)
        if done.returncode != status:
            self.fail(f"exit status {done.returncode}, expected {status}")
        return done.stdout

    def wait_until(self, what, condition, limit=20):
        end = time.monotonic() + limit
        while not condition():
            if time.monotonic() > end:
                self.fail(f"waited {limit} s for {what}")
            if self.daemon and self.daemon.poll() is not None:
                self.fail(f"the daemon ended with status {self.daemon.returncode}")
            time.sleep(0.02)

    def sendmail(self, *words, **more):
        return self.run(self.build / "sendmaild", "-C", self.work / "sendmail.cf", *words,
                        shown="sendmail " + " ".join(words), **more)

    def compile(self):
        self.title("1. m4 sendmail.mc > sendmail.cf")
        for folder in ("mail", "mqueue"):
            (self.work / folder).mkdir(mode=0o700)
        (self.work / "sendmail.mc").write_text(MC.format(cf=self.cf, work=self.work, port=self.port,
                                                         peer_port=self.peer_port))
        (self.work / "local-host-names").write_text("mail.naver.example\nnaver.example\n")
        (self.work / "aliases").write_text(f"postmaster: {self.user}\nlee: {self.user}\n")
        (self.work / "mailertable").write_text("daum.example\tesmtp:[127.0.0.1]\n")
        (self.work / "access").write_text(ACCESS)
        print("   $ m4cf sendmail.mc > sendmail.cf", flush=True)
        done = subprocess.run([str(self.build / "m4cf"), str(self.work / "sendmail.mc")], stdout=subprocess.PIPE, text=True)
        if done.returncode:
            self.fail(f"m4cf: exit status {done.returncode}")
        cf = done.stdout
        (self.work / "sendmail.cf").write_text(cf)
        for landmark in LANDMARKS:
            line = next((line for line in cf.splitlines() if re.search(landmark, line)), None)
            if line is None:
                self.fail(f"{landmark} is missing in sendmail.cf")
            self.show(line)
        if shutil.which("m4"):
            other = subprocess.run(["m4", str(self.work / "sendmail.mc")], stdout=subprocess.PIPE, check=True).stdout
            self.show("GNU m4 gives the same bytes: " + ("yes" if other.decode() == cf else "NO"))
            if other.decode() != cf:
                self.fail("the two outputs differ")

    def maps(self):
        self.title("2. makemap hash access < access")
        for name in ("access", "mailertable"):
            self.run(self.build / "makemap", "-C", self.work / "sendmail.cf", "hash", self.work / name, stdin=(self.work / name).read_text(),
                     shown=f"makemap hash {name} < {name}")
        self.show((self.work / "access").read_text())
        self.sendmail("-bi")

    def start(self):
        self.title("3. sendmail -bd")
        self.log = open(self.work / "log", "w")
        self.daemon = subprocess.Popen(
            [str(self.build / "sendmaild"), "--one-process", "-C", str(self.work / "sendmail.cf"), "-bD"],
            stdout=self.log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        self.wait_until("the port to open", self.answers)
        self.show(f"listens on 127.0.0.1:{self.port}")

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def say(self, *lines):
        """One session; returns the replies to the lines."""
        with socket.create_connection(("127.0.0.1", self.port), 20) as connection:
            stream = connection.makefile("rwb")

            def reply():
                while True:
                    line = stream.readline().decode(errors="replace").rstrip()
                    print("   " + line, flush=True)
                    if line[3:4] != "-":
                        return line

            replies = [reply()]
            for line in lines:
                print("   > " + line.replace("\n", "\n   > "), flush=True)
                stream.write(line.replace("\n", "\r\n").encode() + b"\r\n")
                stream.flush()
                replies.append(reply())
            return replies

    def expect(self, reply, start):
        if not reply.startswith(start):
            self.fail(f"expected {start!r}, got {reply!r}")

    def sessions(self):
        self.title("4. telnet localhost: a message for a local user")
        text = "Subject: hello\n\nFirst light.\n."
        replies = self.say("ehlo client.example", "mail from:<kim@daum.example>", "rcpt to:<lee@naver.example>", "data",
                           text, "quit")
        self.expect(replies[3], "250 2.1.5")
        self.expect(replies[5], "250 2.0.0")
        box = self.work / "mail" / self.user
        self.wait_until("the mailbox", lambda: box.exists() and "First light." in box.read_text())
        self.show(box.read_text())

        self.title("5. the access map: REJECT, ERROR and DISCARD")
        self.expect(self.say("ehlo c", "mail from:<x@spam.example>", "quit")[2], "550 5.7.1")
        self.expect(self.say("ehlo c", "mail from:<x@ok.example>", "rcpt to:<closed@mail.naver.example>", "quit")[3],
                    "550 5.7.1")
        replies = self.say("ehlo c", "mail from:<x@silent.example>", "rcpt to:<lee@naver.example>", "data",
                           "Subject: nobody sees this\n\nx\n.", "quit")
        self.expect(replies[5], "250")

    def queue(self):
        self.title("6. a message for another domain whose server is down: it waits in the queue")
        replies = self.say("ehlo c", "mail from:<lee@naver.example>", "rcpt to:<kim@daum.example>", "data",
                           "Subject: patience\n\nIt will arrive.\n.", "quit")
        self.expect(replies[5], "250 2.0.0")
        self.wait_until("the attempt", lambda: "Deferred" in (self.work / "log").read_text())
        if "Connection refused" not in self.sendmail("-bp"):
            self.fail("mailq does not tell the reason")
        self.title("7. the server is back: sendmail -q delivers")
        peer = Peer(self.peer_port)
        self.sendmail("-q", "-v")
        peer.join(20)
        self.show("\n".join("the peer was told: " + line for line in peer.lines))
        if "It will arrive." not in peer.lines:
            self.fail("the peer did not get the message")
        if "is empty" not in self.sendmail("-bp"):
            self.fail("the queue is not empty")

    def relaying(self):
        self.title("8. without the RELAY entry the same client may not relay; a new map counts at once")
        self.run(self.build / "makemap", "-C", self.work / "sendmail.cf", "hash", self.work / "access", stdin=QUIET_ACCESS,
                 shown="makemap hash access < access")
        # Loopback may always relay in a stock configuration, so the question is asked in address test mode.
        out = self.sendmail("-bt", stdin=".D{client_addr}192.0.2.9\n.D{client_name}[192.0.2.9]\n.D{client_resolve}FAIL\n"
                            "check_rcpt kim@daum.example\n")
        if "Relaying denied" not in out.replace(" ", "").replace("Relayingdenied", "Relaying denied"):
            self.fail("relaying is not denied")

    def address_test(self):
        self.title("9. address test mode: sendmail -bt")
        out = self.sendmail("-bt", stdin="3,0 kim@daum.example\n/parse lee@naver.example\n/map access from:spam.example\n")
        if "mailer local" not in out:
            self.fail("lee@naver.example does not resolve to the local mailer")

    def log_lines(self):
        self.title("10. the log")
        self.show("\n".join(line for line in (self.work / "log").read_text().splitlines() if " from=" in line or " to=" in line))

    def stop(self):
        if self.daemon and self.daemon.poll() is None:
            self.daemon.send_signal(signal.SIGTERM)
            try:
                self.daemon.wait(10)
            except subprocess.TimeoutExpired:
                self.daemon.kill()
        shutil.rmtree(self.work, ignore_errors=True)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--build", type=pathlib.Path, required=True, help="folder with sendmaild, m4cf and makemap")
    options.add_argument("--cf", type=pathlib.Path, required=True, help="the macro library")
    chosen = options.parse_args()
    os.umask(0o022)
    tour = Tour(chosen.build.resolve(), chosen.cf.resolve())
    try:
        for step in (tour.compile, tour.maps, tour.start, tour.sessions, tour.queue, tour.relaying, tour.address_test,
                     tour.log_lines):
            step()
    finally:
        tour.stop()
    print("\nDone: from sendmail.mc to a delivered message. Everything it wrote is gone again.")


if __name__ == "__main__":
    main()
