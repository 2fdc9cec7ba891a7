"""What the tests of the macro library share: compiling .mc text, loading a .cf, and the arguments that
features need. Library: cf/ of this repository; an m4 processor is always given, a sendmail may be."""

import os
import re
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CF = os.path.join(ROOT, "cf")

# Features that mean nothing without arguments, or that print a warning by design.
FEATURE_ARGUMENTS = {
    "badmx": "", "bestmx_is_local": "`example.net example.org'", "bcc": "`hash -o /etc/mail/bcctable'",
    "dnsbl": "`bl.example', `\"550 Listed: \" $&{client_addr}', `t'", "domainmap": "`example.org', `hash -o /etc/mail/example'",
    "enhdnsbl": "`bl.example', `', `t', `127.0.0.2', `127.0.0.4.'", "greet_pause": "`2000'",
    "ldap_routing": "`hash -o /etc/mail/lh', `hash -o /etc/mail/lm', `bounce', `preserve'", "msp": "`[127.0.0.1]', `MSA'",
    "nocanonify": "`canonify_hosts'", "nopercenthack": "`reject'", "nouucp": "`nospecial'",
    "nullclient": "`hub.example.com'", "prefixmod": "`smtp-', `x'", "queuegroup": "`fast'", "rhsbl": "`rhs.example'",
    "relay_mail_from": "`domain'", "delay_checks": "`friend'", "mtamark": "`\"550 no MTA\"', `t'",
}
NEEDS_ACCESS = {"blocklist_recipients", "blacklist_recipients", "compat_check", "conncontrol", "delay_checks",
                "lookupdotdomain", "queuegroup", "ratecontrol", "relay_mail_from"}
COMPLETE = {"msp", "nullclient"}  # these bring their mailers
MAILER_NEEDS = {"ssh": "define(`SSH_MAILER_USER', `mail')dnl\ndefine(`SSH_MAILER_DIR', `/var/empty')dnl\n"}
NEEDS_SMTP = {"procmail", "ssh", "cyrusv2"}


def names(folder):
    return sorted(f[:-3] for f in os.listdir(os.path.join(CF, folder)) if f.endswith(".m4"))


def compile_mc(m4, text, timeout=60):
    """Runs m4 cf.m4 FILE; returns (exit status, .cf text, standard error with paths made short)."""
    with tempfile.NamedTemporaryFile("w", suffix=".mc", dir="/tmp") as f:
        f.write(text)
        f.flush()
        r = subprocess.run([m4, os.path.join(CF, "m4", "cf.m4"), f.name], capture_output=True, text=True, timeout=timeout)
        return r.returncode, r.stdout.replace(os.path.basename(f.name), "FILE"), r.stderr.replace(CF, "CFDIR").replace(f.name, "FILE")


# Complaints about the machine, not about the configuration.
MACHINE = re.compile(r"unknown option name (AddBcc|SmtpUTF8)|fileclass: cannot open|local host name|: No such file|unqualified|WHO AM I|cannot stat|not qualified|"
                     r"unknown user|OperatorChars is being redefined|It should only be set before|user map|unsafe|chown|"
                     r"mspq|service .* unknown|QueueDirectory|could not be resolved|setting user|group .* unknown")
SUSPICIOUS = re.compile(r"^_[a-z]+|_[a-z]+_\b|\$&\{\}|`|ifdef\(|ifelse\(|\bdnl\b")


# sendmail waits a minute for a host name it cannot qualify, so it gets one of its own (needs root).
NAMED_HOST = """hostname mail.example.com
mount --bind "$0/hosts" /etc/hosts
mount --bind "$0/resolv.conf" /etc/resolv.conf
exec "$@"
"""


def load_problems(sendmail, cf_text):
    """What sendmail says about the .cf when it reads it, as lines."""
    with tempfile.TemporaryDirectory(prefix="cf-load-") as d:
        for name, text in (("hosts", "127.0.0.1 mail.example.com mail localhost\n"), ("resolv.conf", "nameserver 127.0.0.1\n"),
                           ("x.cf", cf_text)):
            with open(os.path.join(d, name), "w") as f:
                f.write(text)
        command = [sendmail, "-C", os.path.join(d, "x.cf"), "-bt"]
        if os.geteuid() == 0:
            command = ["unshare", "--mount", "--uts", "sh", "-c", NAMED_HOST, d] + command
        r = subprocess.run(command, input="", capture_output=True, text=True, timeout=120)
        said = (r.stdout + r.stderr).split("ADDRESS TEST MODE")[0]
        return [l.replace(d + "/", "") for l in said.split("\n") if l.strip() and not MACHINE.search(l)]


def text_problems(cf_text):
    """Signs of macros that were not expanded, and of lines that are no configuration."""
    bad = []
    for i, line in enumerate(cf_text.split("\n"), 1):
        if not line or line[0] in "#\t ":
            continue
        if SUSPICIOUS.search(re.sub(r"_(perm|smtp|srv|[a-z]*map|[a-z]*table)\b|C\{[^}]*\}.*|_[A-Z]", "", line)) and not line.startswith(("O ", "H", "K", "M")):
            bad.append("line %d: %s" % (i, line))
        if line[0] not in "VDCFTPOHMSRKQXE":
            bad.append("line %d: %s" % (i, line))
        if line[0] == "R" and "\t" not in line:
            bad.append("line %d: rule without tab: %s" % (i, line))
    return bad
