#!/usr/bin/env python3
"""AUTH against saslauthd, as an administrator sets it up: system passwords, an unprivileged receiver;
and another host that authenticates as a client. See README.md."""
import base64
import pathlib
import re
import shutil
import subprocess
import sys

import mail_pair
from hosts import Failed
from mail_pair import OUTSIDER, SKIPPED, expect, start, stop

SUPPORT = pathlib.Path(__file__).resolve().parents[1] / "support"


def plain(user, password):
    return base64.b64encode(f"\0{user}\0{password}".encode()).decode()


def relay(pair, *before):
    """The answer to a recipient elsewhere, asked by somebody who may not relay."""
    lines = ["EHLO client.example", *before, "MAIL FROM:<lee@naver.com>", "RCPT TO:<kim@daum.net>", "QUIT"]
    return pair.b.smtp("10.0.2.100", lines, OUTSIDER)


def saslauthd(pair):
    """saslauthd with the system's passwords behind a socket for group sasl, and AUTH switched on in sendmail.mc."""
    unpacked = subprocess.run([str(SUPPORT / "saslauthd")], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    host, root = pair.a, "/tmp/saslauthd"
    shutil.copytree(f"{unpacked}/root", host.folder / "kept_tmp/saslauthd", symlinks=True)
    host.run("echo 'sasl:x:45:' >> /etc/group; install -d -m 710 -g sasl /run/saslauthd")
    host.run("echo \"lee:$(openssl passwd -6 secret):19000::::::\" > /etc/shadow; chmod 600 /etc/shadow")
    host.run(f"LD_LIBRARY_PATH={root}/usr/lib/x86_64-linux-gnu:{root}/lib/x86_64-linux-gnu"
             f" {root}/usr/sbin/saslauthd -a shadow -m /run/saslauthd -n 1")
    host.run("sed -i 's/^dnl \\(TRUST_AUTH_MECH\\|define(`confAUTH_MECHANISMS\\)/\\1/' /etc/mail/sendmail.mc")
    before = host.read("/etc/mail/sendmail.cf")
    local = [line for line in before.splitlines() if line.startswith("Cw") or line.startswith("O DaemonPortOptions=Port=smtp,")]
    host.run("m4cf /etc/mail/sendmail.mc > /etc/mail/sendmail.cf")
    host.edit("/etc/mail/sendmail.cf", "\nCwlocalhost\n", "\n" + "\n".join(line for line in local if line[0] == "C") + "\n")
    host.edit("/etc/mail/sendmail.cf", "Port=smtp,Addr=127.0.0.1, Name=MTA", "Port=smtp, Name=MTA")
    stop(host)
    start(host)


def password_opens_relay(pair):
    """The right password lets a stranger's address relay; the log and Received say who it was."""
    expect(relay(pair)[3], r"^550 5\.7\.1 ", "without AUTH")
    replies = relay(pair, f"AUTH PLAIN {plain('lee', 'secret')}")
    expect(replies[1], r"^250-AUTH .*\bLOGIN PLAIN$", "EHLO")
    expect(replies[2], r"^235 2\.0\.0 OK Authenticated$", "AUTH PLAIN")
    expect(replies[4], r"^250 2\.1\.5 <kim@daum\.net>\.\.\. Recipient ok$", "after AUTH")
    encoded = [base64.b64encode(word.encode()).decode() for word in ("lee", "secret")]
    replies = relay(pair, "AUTH LOGIN", *encoded)
    expect(replies[4], r"^235 2\.0\.0 OK Authenticated$", "AUTH LOGIN")
    pair.a.wait_log(r"AUTH=server, relay=.*\[172\.16\.200\.1\].*, authid=lee, mech=PLAIN, bits=0$")


def wrong_password_opens_nothing(pair):
    """A wrong password, and a user that there is none, hear the same."""
    for user, password in (("lee", "wrong"), ("nobodyhere", "secret")):
        replies = relay(pair, f"AUTH PLAIN {plain(user, password)}")
        expect(replies[2], r"^535 5\.7\.0 authentication failed$", user)
        expect(replies[4], r"^550 5\.7\.1 ", user)
    pair.a.wait_log(r"AUTH failure \(PLAIN\): ")


def send_to_naver(pair, subject):
    """Mail of a user of the other host, who has nothing to do with AUTH; and that his host authenticated for it."""
    pair.b.run(f"printf 'Subject: {subject}\\n\\nx\\n' | sendmail lee@naver.com", user="kim")
    pair.a.wait_mail("lee", f"^Subject: {subject}$")
    queue_id = re.search(r"with ESMTPA id (\w+)\n(?:\t.*\n)*(?:.+\n)*Subject: " + subject, pair.a.read("/var/mail/lee"))
    if not queue_id:
        raise Failed(f"{subject}: was not received with AUTH:\n{pair.a.read('/var/mail/lee')[-2000:]}")


def access_map_authenticates(pair):
    """The other host authenticates with what its access map has for this one."""
    pair.b.run("cd /etc/mail && cat >> access && makemap hash access < access",
               stdin='AuthInfo:mail.naver.com "U:lee" "P:secret" "M:PLAIN"\n')
    send_to_naver(pair, "by map")
    pair.a.wait_log(r"AUTH=server, relay=.*\[10\.0\.2\.200\].*, authid=lee, mech=PLAIN, bits=0$")


def root_s_file_authenticates(pair):
    """It does so with a file that only root may read, too; the sender, who is not root, gets it through the helper."""
    text = pair.b.read("/etc/mail/sendmail.cf")
    head, rest = text.split("\nSauthinfo\n")
    pair.b.write("/etc/mail/sendmail.cf", "O DefaultAuthInfo=/etc/mail/default-auth-info\n" + head + "\n" + rest[rest.index("\n\n"):])
    pair.b.write("/etc/mail/default-auth-info", "lee\nlee\nsecret\n\nLOGIN\n", mode="600")
    stop(pair.b)
    start(pair.b)
    send_to_naver(pair, "by file")
    pair.a.wait_log(r"AUTH=server, relay=.*\[10\.0\.2\.200\].*, authid=lee, mech=LOGIN, bits=0$")
    pair.b.run("chmod 644 /etc/mail/default-auth-info")
    pair.b.run("echo | sendmail lee@naver.com", user="kim")
    pair.b.wait_log(r"AUTH=client, error: can't open /etc/mail/default-auth-info: Group readable file$")
    pair.b.wait_log(r"stat=Deferred: Temporary AUTH failure$")


def no_daemon_is_no_crash(pair):
    """Without saslauthd AUTH fails and mail goes on."""
    pair.a.run("kill $(cat /run/saslauthd/saslauthd.pid); while [ -e /proc/$(cat /run/saslauthd/saslauthd.pid 2>/dev/null || echo x) ]; do sleep 0.05; done")
    expect(relay(pair, f"AUTH PLAIN {plain('lee', 'secret')}")[2], r"^(454|535) ", "AUTH")
    pair.b.send("10.0.2.100", "kim@daum.net", ["lee@naver.com"], "as before")
    pair.a.wait_mail("lee", r"^Subject: as before$")


SCENARIOS = (saslauthd, password_opens_relay, wrong_password_opens_nothing, access_map_authenticates,
             root_s_file_authenticates, no_daemon_is_no_crash)

if __name__ == "__main__":
    if subprocess.run([str(SUPPORT / "saslauthd")], stdout=subprocess.DEVNULL).returncode:
        print("skipped: saslauthd cannot be fetched")
        sys.exit(SKIPPED)
    sys.exit(mail_pair.main(SCENARIOS, __doc__))
