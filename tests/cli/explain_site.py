"""A site whose decisions `sendmaild explain` is asked about: its .mc file, compiled with m4cf, and its maps."""
import pathlib
import subprocess

MC = """OSTYPE(`linux')dnl
define(`confDOMAIN_NAME', `mail.example.com')dnl
define(`QUEUE_DIR', `/nonexistent/mqueue')dnl
define(`confCW_FILE', `-o {work}/names')dnl
define(`confDONT_BLAME_SENDMAIL', `MapInUnsafeDirPath')dnl
define(`SMART_HOST', `hub.example.net')dnl
DOMAIN(`generic')dnl
FEATURE(`nocanonify')dnl
FEATURE(`mailertable', `text -k0 -v1 -z= -o {work}/mailertable')dnl
FEATURE(`virtusertable', `text -k0 -v1 -z= -o {work}/virtusertable')dnl
VIRTUSER_DOMAIN(`virt.example')dnl
MAILER(`local')dnl
MAILER(`smtp')dnl
LOCAL_RULE_0
R$+ < @ mine.example . >	$#local $: $1
"""
MAILERTABLE = "route.example=esmtp:[gw.example]\n"
VIRTUSERTABLE = """info@virt.example=joe@route.example
@virt.example=error:nouser "550 No <i>such</i> user"
"""


class Site:
    """The compiled configuration in `work`, a folder."""

    def __init__(self, build, cf, work):
        self.program = build / "sendmaild"
        self.folder = pathlib.Path(work)
        self.cf = self.folder / "site.cf"
        (self.folder / "site.mc").write_text(MC.format(work=work))
        (self.folder / "mailertable").write_text(MAILERTABLE)
        (self.folder / "virtusertable").write_text(VIRTUSERTABLE)
        done = subprocess.run([build / "m4cf", cf / "m4/cf.m4", self.folder / "site.mc"], stdout=subprocess.PIPE, check=True)
        self.cf.write_bytes(done.stdout)

    def explain(self, *arguments):
        return subprocess.run([self.program, "explain", "-C", self.cf, *arguments], capture_output=True, timeout=60)

    @staticmethod
    def place(statement):
        """Where a statement stands in the .mc file."""
        number = next(i for i, line in enumerate(MC.split("\n"), 1) if line.startswith(statement))
        return f"site.mc:{number}"
