"""Hosts made of namespaces: start, run commands, speak SMTP, wait for log lines and mailboxes."""
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
WAIT = 20


class Failed(Exception):
    """A check that does not hold; the text is what was seen."""


class Answer:
    def __init__(self, status, text):
        self.status, self.text = status, text


class Host:
    def __init__(self, name, address, folder, installed):
        self.name, self.address, self.folder = name, address, folder
        folder.mkdir(parents=True)
        self.process = subprocess.Popen(
            ["unshare", "-m", "-n", "-u", "-i", "-p", "-f", "--kill-child=KILL", sys.executable, str(HERE / "host_init.py"),
             name, str(folder), str(installed)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline().strip() != "ready":
            raise Failed(f"{name} does not start")
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        self.pid = int(children[0])

    def halt(self):
        self.process.stdin.close()
        self.process.kill()
        self.process.wait()

    def enter(self, words, user=None):
        command = ["nsenter", "-t", str(self.pid), "-m", "-u", "-i", "-n", "-p", "--"]
        if user:
            command += ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"]
        home = f"/home/{user}" if user else "/root"
        return [*command, "env", "-i", f"PATH={PATH}", f"HOME={home}", f"USER={user or 'root'}", f"LOGNAME={user or 'root'}",
                "LANG=C.UTF-8", *words]

    def run(self, command, user=None, stdin="", status=0):
        """A shell command; a status other than the expected one (None: any) fails."""
        done = subprocess.run(self.enter(["sh", "-c", "umask 022; " + command], user), input=stdin, text=True,
                              errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
        if status is not None and done.returncode != status:
            raise Failed(f"{self.name}$ {command}: exit status {done.returncode}, expected {status}\n{done.stdout}")
        return Answer(done.returncode, done.stdout)

    def read(self, path):
        return self.run(f"cat {shlex.quote(path)} 2>/dev/null", status=None).text

    def write(self, path, text, mode="644"):
        quoted = shlex.quote(path)
        self.run(f"mkdir -p $(dirname {quoted}) && cat > {quoted} && chmod {mode} {quoted}", stdin=text)

    def edit(self, path, old, new):
        text = self.read(path)
        if old not in text:
            raise Failed(f"{self.name}:{path} has no {old!r}")
        self.write(path, text.replace(old, new, 1))

    def log(self):
        return self.read("/var/log/maillog")

    def wait_for(self, what, pattern, source):
        """Waits until the text that source() gives has the pattern; returns the match."""
        end = time.monotonic() + WAIT
        while True:
            text = source()
            if match := re.search(pattern, text, re.M):
                return match
            if time.monotonic() > end:
                raise Failed(f"{self.name}: {what}: no /{pattern}/ in:\n{text[-2500:]}")
            time.sleep(0.05)

    def wait_log(self, pattern):
        return self.wait_for("maillog", pattern, self.log)

    def wait_mail(self, user, pattern):
        return self.wait_for(f"mailbox of {user}", pattern, lambda: self.read(f"/var/mail/{user}"))

    def smtp(self, target, lines, source=None):
        """A dialogue from this host; returns the replies: [0] the greeting, [n] the answer to line n."""
        script = HERE / "smtp_talk.py"
        words = ["/usr/bin/python3", "-c", script.read_text(), target, source or ""]
        done = subprocess.run(self.enter(words), input="\0".join(lines), text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=120)
        if done.returncode:
            raise Failed(f"{self.name}: SMTP to {target}: {done.stdout}")
        return done.stdout.split("\0")

    def send(self, target, sender, recipients, subject="test", body="hello", source=None):
        """A plain message; fails unless it is accepted. Returns the queue id."""
        data = f"From: {sender}\r\nTo: {', '.join(recipients)}\r\nSubject: {subject}\r\n\r\n{body}\r\n."
        replies = self.smtp(target, [f"EHLO {self.name}", f"MAIL FROM:<{sender}>",
                                     *(f"RCPT TO:<{recipient}>" for recipient in recipients), "DATA", data, "QUIT"], source)
        match = re.match(r"250 2\.0\.0 (\S+) Message accepted for delivery", replies[-2])
        if not match:
            raise Failed(f"not accepted: {replies}")
        return match.group(1)


def cable(first, second):
    """One Ethernet cable between two hosts; each gets its address."""
    subprocess.run(["ip", "link", "add", "eth0", "netns", str(first.pid), "type", "veth", "peer", "name", "eth0", "netns",
                    str(second.pid)], check=True)
    for host in (first, second):
        host.run(f"ip addr add {host.address}/24 dev eth0 && ip link set eth0 up")


def install(build, root):
    """The installed product in an empty root."""
    environment = {**os.environ, "DESTDIR": str(root)}
    subprocess.run(["cmake", "--install", str(build), "--prefix", "/usr"], check=True, env=environment,
                   stdout=subprocess.DEVNULL)
