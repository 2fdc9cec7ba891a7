#!/usr/bin/env python3
"""The daemon's processes on two hosts: whose they are, and what a crash, a reload and a stop do. See README.md."""
import pathlib
import sys
import time

from hosts import Failed, WAIT
import mail_pair
from mail_pair import STRANGER, expect, start, stop

ROLES = {"accepting connections": "root", "helper": "root", "receiver": "smmsp", "sender": "smmsp"}

# Hosts have a /home of their own, so what runs there cannot come from the place of this file.
SCRIPTED_FILTER = (pathlib.Path(__file__).resolve().parents[1] / "support/scripted_filter.py").read_text()
FILTER = """import os, signal
from scripted_filter import ScriptedFilter
open('/run/filter/pid', 'w').write(str(os.getpid()))
scripted = ScriptedFilter('/run/filter/socket', {'E': [[b'hX-Filter\\0root\\0', b'c']]})
signal.pause()
"""


def processes(host):
    """Roles of the server by title: (process id, user). Children that work for a moment are left out."""
    found = {}
    for line in host.run("ps -eo pid,user:20,args --sort pid").text.splitlines():
        pid, user, *words = line.split()
        title = " ".join(words)
        if title.startswith("sendmail: "):
            found.setdefault(title.removeprefix("sendmail: "), (int(pid), user))
    return found


def wait_until(what, holds):
    end = time.monotonic() + WAIT
    while not holds():
        if time.monotonic() > end:
            raise Failed(f"{what}: not within {WAIT} seconds")
        time.sleep(0.05)


def wait_for_new(host, role, old):
    wait_until(f"a new {role}", lambda: processes(host).get(role, (old,))[0] != old)


def users(host):
    return {title: user for title, (_, user) in processes(host).items() if title in ROLES}


def reload(host):
    host.run("kill -HUP $(head -1 /run/sendmail.pid)")


def unprivileged_by_default(pair):
    """As installed, only the supervisor and the helper are root; the others can gain no rights. The queue stays root's."""
    if users(pair.a) != ROLES:
        raise Failed(f"roles: {processes(pair.a)}")
    for role in ("receiver", "sender"):
        expect(pair.a.run(f"cat /proc/{processes(pair.a)[role][0]}/status").text, r"^NoNewPrivs:\s+1$", role)
    stop(pair.b)
    queue_id = pair.b.send("10.0.2.100", "lee@naver.com", ["lee@naver.com", "kim@daum.net"], "by nobody special")
    pair.a.wait_mail("lee", r"^Subject: by nobody special$")
    expect(pair.a.run("stat -c %U /var/mail/lee").text, "^lee$", "owner of the mailbox")
    pair.a.wait_log(queue_id + r": to=<kim@daum\.net>.*stat=Deferred")
    files = pair.a.run("cd /var/spool/mqueue && stat -c '%U:%G %a %n' *").text
    expect(files, rf"\Aroot:\w+ 600 df{queue_id}\nroot:\w+ 600 qf{queue_id}\n\Z", "queue files")
    expect(pair.a.run("mailq").text, queue_id, "mailq of root")
    expect(pair.a.run("mailq", user="lee", status=None).text, "Permission denied", "mailq of a user")
    start(pair.b)
    pair.a.run("sendmail -q")
    pair.b.wait_mail("kim", r"^Subject: by nobody special$")


def files_of_root(pair):
    """Maps and aliases that only root may read count, and count again when they change."""
    pair.a.run("cd /etc/mail && chown root:root access.db /etc/aliases.db && chmod 600 access.db /etc/aliases.db")
    ask = ["EHLO x", "MAIL FROM:<x@example.org>", "RCPT TO:<y@example.net>", "QUIT"]
    expect(pair.b.smtp("10.0.2.100", ask, STRANGER)[3], r"^550 5\.7\.1 ", "before")
    # The last one in a folder that only root may enter.
    for action, answer, mode in (("RELAY", r"^250 2\.1\.5 ", 755), ("REJECT", r"^55\d 5\.7\.1 ", 755), ("RELAY", r"^250 2\.1\.5 ", 700)):
        pair.a.run(f"chmod {mode} /etc/mail && cd /etc/mail && sed -i '/^172.16.9 /d' access && echo '172.16.9 {action}' >> access &&"
                   "makemap hash access < access && test $(stat -c %U:%a access.db) = root:600")
        expect(pair.b.smtp("10.0.2.100", ask[:3], STRANGER)[-1], answer, action)
    pair.a.run("chmod 755 /etc/mail; sed -i '/^172.16.9 /d' /etc/mail/access && cd /etc/mail && makemap hash access < access")
    pair.a.run("printf 'secret: lee\\n' >> /etc/aliases && newaliases && chmod 600 /etc/aliases.db")
    pair.b.send("10.0.2.100", "kim@daum.net", ["secret@naver.com"], "to a secret list")
    pair.a.wait_mail("lee", r"^Subject: to a secret list$")


def filter_of_root(pair):
    """A mail filter whose socket only root may reach is asked all the same."""
    before = pair.a.read("/etc/mail/sendmail.cf")
    pair.a.write("/run/filter/scripted_filter.py", SCRIPTED_FILTER)
    pair.a.write("/run/filter/run.py", FILTER)
    pair.a.run("chmod 700 /run/filter; setsid python3 /run/filter/run.py >/run/filter/log 2>&1 </dev/null & "
               "until [ -S /run/filter/socket ]; do sleep 0.05; done")
    pair.a.write("/etc/mail/sendmail.cf", before + "\nXroot, S=local:/run/filter/socket, F=T\nO InputMailFilters=root\n")
    stop(pair.a)
    start(pair.a)
    try:
        pair.b.send("10.0.2.100", "kim@daum.net", ["lee@naver.com"], "filtered by root")
        pair.a.wait_mail("lee", r"^Subject: filtered by root\n(.*\n)*X-Filter: root$")
    finally:
        stop(pair.a)
        pair.a.write("/etc/mail/sendmail.cf", before)
        pair.a.run("kill $(cat /run/filter/pid)", status=None)
        start(pair.a)


def run_as_user(pair):
    """RunAsUser who owns the queue: its files are his, and mail is delivered to its owner all the same."""
    before = pair.a.read("/etc/mail/sendmail.cf")
    pair.a.edit("/etc/mail/sendmail.cf", "\n#O RunAsUser=", "\nO RunAsUser=mailnull\n#O RunAsUser=")
    pair.a.edit("/etc/mail/sendmail.cf", "Mlocal,\t\tP=/usr/bin/procmail,", "Mlocal,\t\tP=/usr/bin/procmail, U=root:mail,")
    stop(pair.a)
    pair.a.run("chown -R mailnull /var/spool/mqueue; chgrp mailnull /etc/mail/*.db /etc/aliases.db")
    start(pair.a)
    try:
        if users(pair.a) != {**ROLES, "receiver": "mailnull", "sender": "mailnull"}:
            raise Failed(f"roles: {processes(pair.a)}")
        pair.b.send("10.0.2.100", "lee@naver.com", ["lee@naver.com", "kim@daum.net"], "unprivileged")
        pair.a.wait_mail("lee", r"^Subject: unprivileged$")
        pair.b.wait_mail("kim", r"^Subject: unprivileged$")
        expect(pair.a.run("stat -c %U /var/mail/lee").text, "^lee$", "owner of the mailbox")
    finally:
        stop(pair.a)
        pair.a.write("/etc/mail/sendmail.cf", before)
        pair.a.run("chown -R root /var/spool/mqueue")
        start(pair.a)


def crashes(pair):
    """A role that is killed comes back by itself, and no message is lost, whichever role it was."""
    for role in ("receiver", "sender", "helper"):
        old = processes(pair.a)[role][0]
        pair.a.run(f"kill -9 {old}")
        # Accepted in the time without the role, or as soon as it is back: the port never closes.
        pair.b.send("10.0.2.100", "lee@naver.com", ["lee@naver.com"], f"without {role}")
        pair.a.wait_log(rf"role {role} died \(signal 9\), restarting in \ds")
        wait_for_new(pair.a, role, old)
        pair.a.wait_mail("lee", rf"^Subject: without {role}$")
    if users(pair.a) != ROLES:
        raise Failed(f"roles: {processes(pair.a)}")
    expect(pair.a.run("mailq").text, "is empty", "mailq")


def reload_takes_the_new_configuration(pair):
    """SIGHUP: the changed .cf counts, under the same process id; what stays of the ports never refuses."""
    before = pair.a.read("/etc/mail/sendmail.cf")
    supervisor, receiver = processes(pair.a)["accepting connections"][0], processes(pair.a)["receiver"][0]
    ask = ["EHLO x", "MAIL FROM:<kim@daum.net>", "RCPT TO:<lee@fresh.example>", "QUIT"]
    expect(pair.b.smtp("10.0.2.100", ask, mail_pair.OUTSIDER)[3], r"^550 5\.7\.1 ", "before")
    pair.a.edit("/etc/mail/sendmail.cf", "\nCwlocalhost\n", "\nCwlocalhost fresh.example\n")
    try:
        reload(pair.a)
        wait_for_new(pair.a, "receiver", receiver)
        pair.b.send("10.0.2.100", "kim@daum.net", ["lee@fresh.example"], "to a fresh name")
        pair.a.wait_mail("lee", r"^Subject: to a fresh name$")
        if processes(pair.a)["accepting connections"][0] != supervisor or users(pair.a) != ROLES:
            raise Failed(f"roles: {processes(pair.a)}")
    finally:
        pair.a.write("/etc/mail/sendmail.cf", before)
        receiver = processes(pair.a)["receiver"][0]
        reload(pair.a)
        wait_for_new(pair.a, "receiver", receiver)


def reload_keeps_the_old_configuration(pair):
    """SIGHUP with a broken .cf: a line in the log, and everything goes on as before."""
    before, roles = pair.a.read("/etc/mail/sendmail.cf"), processes(pair.a)
    pair.a.write("/etc/mail/sendmail.cf", before + "\nO NoSuchOption=1\nMbroken\n")
    try:
        reload(pair.a)
        pair.a.wait_log(r"reload: errors in the configuration, going on with the old one")
        pair.b.send("10.0.2.100", "kim@daum.net", ["lee@naver.com"], "still here")
        pair.a.wait_mail("lee", r"^Subject: still here$")
        if processes(pair.a) != roles:
            raise Failed(f"roles: {roles} became {processes(pair.a)}")
    finally:
        pair.a.write("/etc/mail/sendmail.cf", before)


def terminates(pair):
    """kill $(head -1 /run/sendmail.pid): every role ends, the port closes, the pid file goes."""
    first, second = pair.a.read("/run/sendmail.pid").splitlines()
    supervisor = processes(pair.a)["accepting connections"][0]
    if (int(first), second) != (supervisor, "sendmail -bd -q1h"):
        raise Failed(f"pid file: {first} {second}, supervisor {supervisor}")
    pair.a.run(f"kill {first}")
    try:
        wait_until("an end of all roles", lambda: not users(pair.a))
        if pair.a.run("test -e /run/sendmail.pid", status=None).status == 0:
            raise Failed("the pid file is still there")
        if pair.a.run("ss -ltn 'sport = :25' | grep -q LISTEN", status=None).status == 0:
            raise Failed("the port is still open")
    finally:
        stop(pair.a)
        start(pair.a)


SCENARIOS = (unprivileged_by_default, files_of_root, filter_of_root, run_as_user, crashes, reload_takes_the_new_configuration,
             reload_keeps_the_old_configuration, terminates)

if __name__ == "__main__":
    sys.exit(mail_pair.main(SCENARIOS, __doc__))
