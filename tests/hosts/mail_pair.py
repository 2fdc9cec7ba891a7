#!/usr/bin/env python3
"""Two mail hosts, as in a course: naver.com and daum.net, with BIND and the installed product. See README.md."""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import traceback

import hosts
from hosts import Failed

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import as_root  # noqa: E402

SKIPPED = 77
ZONE = """$TTL 3H
@     SOA @ root. ( 1 1D 1H 1W 1H )
      NS  @
      A   {address}
      MX  10 mail.{domain}.
mail  A   {address}
"""
# Stands for the rest of the internet: no other name exists.
ROOT_ZONE = "$TTL 3H\n@ SOA localhost. root. ( 1 1D 1H 1W 1H )\n NS localhost.\nlocalhost. A 127.0.0.1\n"
NAMED = """options {{ directory "/run/named"; listen-on {{ any; }}; listen-on-v6 {{ none; }}; recursion no; allow-query {{ any; }};
  dnssec-validation no; pid-file none; }};
zone "." {{ type master; file "root"; }};
{zones}"""
PASSWD = """root:x:0:0:root:/root:/bin/sh
mail:x:8:12:mail:/var/spool/mail:/usr/sbin/nologin
mailnull:x:47:47::/var/spool/mqueue:/usr/sbin/nologin
smmsp:x:51:51::/var/spool/mqueue:/usr/sbin/nologin
bind:x:53:53::/run/named:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
lee:x:1001:1001:Lee:/home/lee:/bin/sh
kim:x:1002:1002:Kim:/home/kim:/bin/sh
"""
GROUP = "root:x:0:\nmail:x:12:\nmailnull:x:47:\nsmmsp:x:51:\nbind:x:53:\nnogroup:x:65534:\nlee:x:1001:\nkim:x:1002:\n"
STRANGER = "172.16.9.9"      # gets an access entry
OUTSIDER = "172.16.200.1"    # never does


def prepare(host, domain, name_server):
    """What the installation of the packages and the first lab do."""
    host.write("/etc/passwd", PASSWD)
    host.write("/etc/group", GROUP)
    host.write("/etc/hosts", f"127.0.0.1 localhost\n{host.address} mail.{domain}\n")
    host.write("/etc/resolv.conf", f"nameserver {name_server}\noptions timeout:1 attempts:1\n")
    host.write("/etc/nsswitch.conf", "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\n")
    host.run("mkdir -p /var/spool/mqueue /var/spool/clientmqueue /var/log/mail; chmod 700 /var/spool/mqueue;"
             "chown smmsp:smmsp /var/spool/clientmqueue; chmod 770 /var/spool/clientmqueue;"
             "chgrp mail /var/mail; chmod 2775 /var/mail; chgrp smmsp /usr/sbin/sendmaild; chmod 2755 /usr/sbin/sendmaild;"
             "for u in lee kim; do mkdir -p /home/$u; chown $u:$u /home/$u; : > /var/mail/$u; chown $u:mail /var/mail/$u;"
             "chmod 660 /var/mail/$u; done; chgrp mail /usr/bin/procmail; chmod 2755 /usr/bin/procmail")
    host.run("printf '10.0.2 RELAY\\n' >> /etc/mail/access")
    # How busy the machine is that runs the tests must not decide.
    host.edit("/etc/mail/sendmail.mc", "OSTYPE(`linux')dnl\n",
              "OSTYPE(`linux')dnl\ndefine(`confREFUSE_LA', `1000')dnl\ndefine(`confQUEUE_LA', `1000')dnl\n")
    host.run("cd /etc/mail && m4cf sendmail.mc > sendmail.cf && m4cf submit.mc > submit.cf &&"
             "for m in access mailertable virtusertable domaintable; do makemap hash $m < $m; done && newaliases")
    host.edit("/etc/mail/sendmail.cf", "\nCwlocalhost\n", f"\nCwlocalhost\nCw{domain}\n")
    host.edit("/etc/mail/sendmail.cf", "O DaemonPortOptions=Port=smtp,Addr=127.0.0.1, Name=MTA",
              "O DaemonPortOptions=Port=smtp, Name=MTA")


def start_named(host, zones):
    text = "".join(f'zone "{domain}" {{ type master; file "{domain}"; }};\n' for domain in zones)
    host.write("/etc/named.conf", NAMED.format(zones=text))
    host.run("mkdir -p /run/named && chown bind:bind /run/named")
    host.write("/run/named/root", ROOT_ZONE)
    for domain, address in zones.items():
        host.write(f"/run/named/{domain}", ZONE.format(domain=domain, address=address))
    host.run("named -u bind -c /etc/named.conf")


def start(host):
    host.run(": > /run/sm-client.pid; chown smmsp:smmsp /run/sm-client.pid")
    host.run("sendmail -bd -q1h && sendmail -L sm-msp-queue -Ac -q1h")


def stop(host):
    host.run("for f in /run/sendmail.pid /run/sm-client.pid; do [ -s $f ] && kill $(head -1 $f); done;"
             "i=0; while pgrep -x sendmaild >/dev/null || pgrep -x sendmail >/dev/null; do sleep 0.05; i=$((i+1));"
             "[ $i -gt 200 ] && ps ax && exit 1; done; true")


class Pair:
    def __init__(self, build, folder):
        root = folder / "installed"
        hosts.install(build, root)
        self.a = hosts.Host("mail.naver.com", "10.0.2.100", folder / "a", root)
        self.b = hosts.Host("mail.daum.net", "10.0.2.200", folder / "b", root)
        hosts.cable(self.a, self.b)
        self.b.run(f"ip addr add {STRANGER}/16 dev eth0; ip addr add {OUTSIDER}/16 dev eth0")
        self.a.run("ip route add 172.16.0.0/16 dev eth0")
        self.folder = folder

    def boot(self):
        for host, domain in ((self.a, "naver.com"), (self.b, "daum.net")):
            prepare(host, domain, self.a.address)
        start_named(self.a, {"naver.com": self.a.address, "daum.net": self.b.address})
        for host in (self.a, self.b):
            start(host)

    def halt(self):
        for host in (self.a, self.b):
            host.halt()


def expect(text, pattern, what):
    if not re.search(pattern, text, re.M):
        raise Failed(f"{what}: no /{pattern}/ in:\n{text[-2500:]}")


def local_delivery(pair):
    """A message for a local user reaches the mailbox through the local mailer of the .cf."""
    queue_id = pair.b.send("10.0.2.100", "lee@naver.com", ["lee@naver.com"], "to myself", "From the start\r\n..dot")
    pair.a.wait_mail("lee", r"^Subject: to myself$")
    pair.a.wait_mail("lee", r"^>From the start$")
    text = pair.a.read("/var/mail/lee")
    expect(text, r"\AFrom lee@naver\.com  \w{3} \w{3} +\d+ \d\d:\d\d:\d\d \d{4}$", "From line")
    expect(text, r"^Return-Path: <lee@naver\.com>$", "Return-Path")
    expect(text, r"^Received: from mail\.daum\.net \(\[?[\w.]*\]?.*10\.0\.2\.200.*\)\n\tby mail\.naver\.com \(8\.1[78]\S*\) with ESMTP id "
           + queue_id + r"\n\tfor <lee@naver\.com>; ", "Received")
    expect(text, r"^Date: ", "Date")
    expect(text, r"^Message-Id: <\d{12}\." + queue_id + r"@mail\.naver\.com>$", "Message-Id")
    expect(text, r"^\.dot$", "unstuffed dot")
    pair.a.wait_log(queue_id + r": from=<lee@naver\.com>, size=\d+, class=0, nrcpts=1, msgid=<\S+>, proto=ESMTP, daemon=MTA, relay=")
    pair.a.wait_log(queue_id + r": to=<lee@naver\.com>, .*delay=\S+, xdelay=\S+, mailer=local, pri=\d+, dsn=2\.0\.0, stat=Sent")


def by_mx(pair):
    """A message for another domain leaves by MX and arrives."""
    queue_id = pair.b.send("10.0.2.100", "lee@naver.com", ["kim@daum.net"], "across")
    pair.b.wait_mail("kim", r"^Subject: across$")
    pair.a.wait_log(queue_id + r": to=<kim@daum\.net>, .*mailer=esmtp, pri=\d+, relay=mail\.daum\.net\. \[10\.0\.2\.200\], dsn=2\.0\.0, "
                    r"stat=Sent \(\S+ Message accepted for delivery\)")


def relay_denied_then_allowed(pair):
    """A stranger may not relay; an access entry counts at once."""
    lines = ["EHLO stranger", "MAIL FROM:<x@example.org>", "RCPT TO:<y@example.net>", "QUIT"]
    replies = pair.b.smtp("10.0.2.100", lines, STRANGER)
    expect(replies[3], r"^550 5\.7\.1 <y@example\.net>\.\.\. Relaying denied", "stranger")
    pair.a.run("cd /etc/mail && echo '172.16.9 RELAY' >> access && makemap hash access < access")
    expect(pair.b.smtp("10.0.2.100", lines, STRANGER)[3], r"^250 2\.1\.5 ", "after makemap")


def access_verdicts(pair):
    """REJECT, DISCARD and ERROR: of the access map."""
    pair.a.run("cd /etc/mail && printf 'spam.example REJECT\\nsilent.example DISCARD\\nFrom:bad.example ERROR:5.7.1:550 go away\\n'"
               " >> access && makemap hash access < access")
    ask = lambda sender: pair.b.smtp("10.0.2.100", ["EHLO x", f"MAIL FROM:<{sender}>", "QUIT"])[2]
    expect(ask("a@spam.example"), r"^550 5\.7\.1 <a@spam\.example>\.\.\. Access denied$", "REJECT")
    expect(ask("a@bad.example"), r"^550 5\.7\.1 <a@bad\.example>\.\.\. go away$", "ERROR:")
    queue_id = pair.b.send("10.0.2.100", "a@silent.example", ["lee@naver.com"], "never seen")
    pair.a.wait_log(queue_id + r": .*discard")
    if "never seen" in pair.a.read("/var/mail/lee"):
        raise Failed("a discarded message was delivered")


def queue_while_peer_is_down(pair):
    """The peer is down: the message waits with its reason; a queue run delivers it."""
    stop(pair.b)
    queue_id = pair.b.send("10.0.2.100", "lee@naver.com", ["kim@daum.net"], "patience")
    pair.a.wait_log(queue_id + r": to=<kim@daum\.net>.*dsn=4\.4\.1, stat=Deferred: Connection refused by mail\.daum\.net\.")
    listing = pair.a.run("mailq").text
    expect(listing, queue_id, "mailq")
    expect(listing, r"\(Deferred: Connection refused by mail\.daum\.net\.\)", "mailq")
    pair.a.run(f"test -s /var/spool/mqueue/qf{queue_id} && test -s /var/spool/mqueue/df{queue_id}")
    start(pair.b)
    expect(pair.a.run("sendmail -q -v").text, r"^>>> DATA$", "sendmail -q -v")
    pair.b.wait_mail("kim", r"^Subject: patience$")
    expect(pair.a.run("mailq").text, "is empty", "mailq afterwards")


def survives_kill(pair):
    """After 250 a message survives kill -9 of everything."""
    stop(pair.b)
    queue_id = pair.b.send("10.0.2.100", "lee@naver.com", ["kim@daum.net"], "survivor")
    pair.a.run("pkill -9 -x sendmaild; pkill -9 -x sendmail; true")
    start(pair.b)
    start(pair.a)
    pair.a.run("sendmail -q")
    pair.b.wait_mail("kim", r"^Subject: survivor$")
    pair.a.wait_log(queue_id + r": to=<kim@daum\.net>.*stat=Sent")


def submission(pair):
    """An ordinary user's program calls sendmail."""
    pair.a.run("sendmail -t -i", user="lee", stdin="To: kim@daum.net\nSubject: from a program\n\nhi\n")
    pair.b.wait_mail("kim", r"^Subject: from a program$")
    expect(pair.b.read("/var/mail/kim"), r"^From: Lee <lee@(mail\.)?naver\.com>$", "From: of the user")


def aliases(pair):
    """Aliases count after newaliases."""
    pair.a.run("printf 'staff: lee, kim@daum.net\\n' >> /etc/aliases")
    expect(pair.a.run("newaliases").text, r"^/etc/aliases: \d+ aliases, longest \d+ bytes, \d+ bytes total$", "newaliases")
    pair.b.send("10.0.2.100", "kim@daum.net", ["staff@naver.com"], "to the staff")
    pair.a.wait_mail("lee", r"^Subject: to the staff$")
    pair.b.wait_mail("kim", r"^Subject: to the staff$")


def unknown_user(pair):
    """No such user: refused at once."""
    replies = pair.b.smtp("10.0.2.100", ["EHLO x", "MAIL FROM:<a@daum.net>", "RCPT TO:<nobodyhere@naver.com>", "QUIT"])
    expect(replies[3], r"^550 5\.1\.1 <nobodyhere@naver\.com>\.\.\. User unknown$", "RCPT")


def smart_host(pair):
    """A mailertable entry with an [address]."""
    pair.a.run("cd /etc/mail && echo 'elsewhere.example esmtp:[10.0.2.200]' >> mailertable && makemap hash mailertable < mailertable")
    pair.b.run("echo elsewhere.example >> /etc/mail/local-host-names")
    stop(pair.b)
    start(pair.b)
    pair.b.send("10.0.2.100", "lee@naver.com", ["kim@elsewhere.example"], "by address")
    pair.b.wait_mail("kim", r"^Subject: by address$")


def other_library(pair):
    """The .cf that Debian's own sendmail-cf makes of the same .mc behaves the same."""
    done = subprocess.run([str(pathlib.Path(__file__).parents[1] / "support/real_sendmail")], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        print("     (left out: the packages cannot be fetched)")
        return
    library = pathlib.Path(done.stdout.strip()) / "root/usr/share/sendmail/cf"
    source = pair.a.read("/etc/mail/sendmail.mc").replace("/usr/share/sendmail-cf/", f"{library}/")
    compiled = subprocess.run(["m4", "-"], input=source, stdout=subprocess.PIPE, text=True, check=True).stdout
    ours = pair.a.read("/etc/mail/sendmail.cf")
    pair.a.write("/etc/mail/sendmail.cf", compiled)
    pair.a.edit("/etc/mail/sendmail.cf", "\nCwlocalhost\n", "\nCwlocalhost\nCwnaver.com\n")
    pair.a.edit("/etc/mail/sendmail.cf", "Port=smtp,Addr=127.0.0.1, Name=MTA", "Port=smtp, Name=MTA")
    stop(pair.a)
    start(pair.a)
    try:
        pair.b.send("10.0.2.100", "lee@naver.com", ["kim@daum.net", "lee@naver.com"], "another library")
        pair.b.wait_mail("kim", r"^Subject: another library$")
        pair.a.wait_mail("lee", r"^Subject: another library$")
        unknown_user(pair)
        replies = pair.b.smtp("10.0.2.100", ["EHLO x", "MAIL FROM:<x@example.org>", "RCPT TO:<y@example.net>", "QUIT"], OUTSIDER)
        expect(replies[3], r"^550 5\.7\.1 <y@example\.net>\.\.\. Relaying denied", "relaying")
    finally:
        pair.a.write("/etc/mail/sendmail.cf", ours)
        stop(pair.a)
        start(pair.a)


SCENARIOS = (local_delivery, by_mx, relay_denied_then_allowed, access_verdicts, unknown_user, queue_while_peer_is_down,
             survives_kill, submission, aliases, smart_host, other_library)


def run(pair, scenarios, wanted):
    failed = passed = 0
    for scenario in scenarios:
        if wanted and not any(word in scenario.__name__ for word in wanted):
            continue
        try:
            scenario(pair)
            passed += 1
            print(f"ok   {scenario.__name__}: {scenario.__doc__}", flush=True)
        except (Failed, subprocess.SubprocessError) as error:
            failed += 1
            print(f"FAIL {scenario.__name__}: {scenario.__doc__}\n     " + str(error).replace("\n", "\n     "), flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def main(scenarios=SCENARIOS, description=__doc__):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--keep", action="store_true", help="leave the folder with the hosts' files")
    parser.add_argument("scenario", nargs="*", help="only scenarios whose name has one of these words")
    options = parser.parse_args()
    as_root.run_script_again()
    if os.geteuid() != 0 or not shutil.which("named"):
        print("skipped: needs root and BIND")
        return SKIPPED
    # overlayfs takes no overlay as its upper folder: /dev/shm or /tmp must be a file system of its own kind
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mail-pair."))
    pair = None
    try:
        pair = Pair(options.build.resolve(), folder)
        pair.boot()
        return run(pair, scenarios, options.scenario)
    except (Failed, subprocess.SubprocessError):
        traceback.print_exc()
        print("0 passed, 1 failed")
        return 1
    finally:
        if pair:
            pair.halt()
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
