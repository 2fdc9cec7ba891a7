#!/usr/bin/env python3
"""ldap maps, aliases and classes asked of a real directory server (Debian's slapd, run by the caller in a scratch folder).

What is expected was observed with Sendmail 8.17 and the same server; tests/differential/maps.py --class ldap asks both
programs random questions.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
import slapd  # noqa: E402

BUILD = pathlib.Path(os.environ.get("SM_BUILD", ROOT / "build/debug"))
SKIPPED = 77
BASE = "-b dc=example,dc=com"
NO_OBJECT = "Error getting LDAP results, map=x, name={}: No such object\nno match (75)"
# what, arguments of the map, key, answer of /map
TABLE = [
    ("one value", f"{BASE} -k (uid=%0) -v maildrop", "alice", "returns alice@host1 (0)"),
    ("keys are folded", f"{BASE} -k (uid=%0) -v maildrop", "ALICE", "returns alice@host1 (0)"),
    ("nobody", f"{BASE} -k (uid=%0) -v maildrop", "nouser", "no match (68)"),
    ("no such attribute", f"{BASE} -k (uid=%0) -v nosuch", "alice", "no match (68)"),
    ("the first value without -z", f"{BASE} -k (uid=%0) -v maildrop", "bob", "returns bob@host1 (0)"),
    ("all values", f"{BASE} -k (uid=%0) -v maildrop -z,", "bob", "returns bob@host1,bob@host2 (0)"),
    ("several entries", f"{BASE} -k (sn=Two) -v maildrop -z:", "x", "returns bob@host1:bob@host2:carol@host3 (0)"),
    ("attributes in the order of the server", f"{BASE} -k (uid=%0) -v maildrop,mail -z,", "bob",
     "returns bob@example.com,bob@host1,bob@host2 (0)"),
    ("names alone", f"{BASE} -k (uid=%0) -v maildrop,mail -n -z,", "bob", "returns mail,maildrop (0)"),
    ("names before values", f"{BASE} -k (uid=%0) -v maildrop -V= -z,", "bob", "returns maildrop=bob@host1,maildrop=bob@host2 (0)"),
    ("exactly one", f"{BASE} -k (uid=%0) -v maildrop -1", "bob", "returns bob@host1 (0)"),
    ("not exactly one", f"{BASE} -k (sn=Two) -v maildrop -1", "x", "no match (68)"),
    ("over the size limit", f"{BASE} -k (sn=Two) -v maildrop -Z1", "x",
     "Error getting LDAP results, map=x, name=x: Size limit exceeded\nno match (75)"),
    ("match only", f"{BASE} -k (uid=%0) -v maildrop -m -a.", "alice", "returns alice. (0)"),
    ("match only, without the attribute", f"{BASE} -k (uid=%0) -v maildrop -m", "o(dd)*", "returns o(dd)* (0)"),
    ("escaped key", f"{BASE} -k (uid=%0) -v mail", "o(dd)*", "returns odd@example.com (0)"),
    ("raw key", f"{BASE} -k (uid=%s) -v mail", "o(dd)*", "Error in ldap_search in map x: Bad search filter\nno match (75)"),
    ("bare filter", f"{BASE} -k uid=%0 -v maildrop", "alice", "returns alice@host1 (0)"),
    ("percent in the value", f"{BASE} -k (uid=%0) -v description", "alice", "returns 100% of alice and  (0)"),
    ("scope one", f"{BASE} -s one -k (uid=%0) -v maildrop", "alice", "no match (68)"),
    ("scope base, quoted", '-b "uid=alice,ou=people, dc=example,dc=com" -s base -k (uid=%0) -v maildrop', "alice",
     "returns alice@host1 (0)"),
    ("attribute of another class", f"{BASE} -k (uid=%0) -v maildrop:NORMAL:mailUser", "carol", "no match (68)"),
    ("any class", f"{BASE} -k (uid=%0) -v maildrop::*", "carol", "returns carol@host3 (0)"),
    ("a DN is followed", f"{BASE} -k (uid=%0) -v maildrop,person:DN -z,", "bob", "returns bob@host1,bob@host2,alice@host1 (0)"),
    ("a filter is followed", f"{BASE} -k (uid=%0) -v maildrop,search:FILTER -z,", "bob",
     "returns bob@host1,bob@host2,carol@host3 (0)"),
    ("a URL is followed", f"{BASE} -k (uid=%0) -v maildrop,site:URL -z,", "bob", "returns bob@host1,bob@host2,carol@host3 (0)"),
    ("no entry counts twice", f"{BASE} -k (uid=%0) -v maildrop,site:URL,search:FILTER,person:DN -z,", "bob",
     "returns bob@host1,bob@host2,carol@host3,alice@host1 (0)"),
    ("a reference to nowhere", f"{BASE} -k (uid=%0) -v maildrop,person:DN -z,", "loop", NO_OBJECT.format("loop")),
    ("no such base", "-b ou=gone,dc=example,dc=com -k (uid=%0) -v maildrop", "alice", NO_OBJECT.format("alice")),
    ("a referral to a dead server", "-b ou=away,dc=example,dc=com -k (uid=%0) -v maildrop", "alice",
     "Error getting LDAP results, map=x, name=alice: Referral\nno match (75)"),
    ("aliases of entries", "-b cn=nickname,ou=people,dc=example,dc=com -s base -k (objectClass=*) -v maildrop -r always", "x",
     "returns alice@host1 (0)"),
    ("no aliases of entries", "-b cn=nickname,ou=people,dc=example,dc=com -s base -k (objectClass=*) -v maildrop -r never", "x",
     "no match (68)"),
    ("who may not read", "-b ou=private,dc=example,dc=com -k (uid=spy) -v mail", "x", NO_OBJECT.format("x")),
    ("who may read", "-b ou=private,dc=example,dc=com -k (uid=spy) -v mail -d cn=reader,dc=example,dc=com -P {folder}/password -M simple",
     "x", "returns spy@example.com (0)"),
    ("-h and -p", f"-h 127.0.0.1 -p {{port}} {BASE} -k (uid=%0) -v maildrop", "alice", "returns alice@host1 (0)"),
    ("-D in -bt", f"{BASE} -D -k (uid=%0) -v maildrop", "alice", "returns alice@host1 (0)"),
]
# what, arguments, what is said before the answers, the answer
OPENING = [
    ("wrong password", f"{BASE} -k x -d cn=reader,dc=example,dc=com -P {{folder}}/wrong", "ldap_init/ldap_bind failed to {uri} in map x",
     "map_lookup: x (alice) no match (75)"),
    ("wrong password, optional", f"{BASE} -o -k x -d cn=reader,dc=example,dc=com -P {{folder}}/wrong", "", 'Map named "x" not open'),
    ("nobody listens", f"-H ldap://127.0.0.1:1 {BASE} -k x", "ldap_init/ldap_bind failed to ldap://127.0.0.1:1 in map x: ",
     "map_lookup: x (alice) no match (75)"),
    ("no password file", f"{BASE} -k x -P {{folder}}/none", "LDAP map: cannot open secret {folder}/none: No such file or directory",
     'Map named "x" not open'),
    ("-n and references", f"{BASE} -k x -n -v a,b:DN", "LDAP recursion requested in x can not be used with -n", 'Map named "x" not open'),
    ("references alone", f"{BASE} -k x -v b:DN", "LDAP recursion requested in x but no returnable attribute given", 'Map named "x" not open'),
    ("an attribute twice", f"{BASE} -k x -v b,b", "Duplicate attribute (b) in x", 'Map named "x" not open'),
    ("version", f"{BASE} -k x -w 1", "LDAP version 1 is lower than min of 2 in map x", 'Map named "x" not open'),
]
MAILERS = """S0
R$+\t$#local $: $1
Mlocal, P=/bin/true, F=lsDFMAw5:/|@q, T=DNS/RFC822/X-Unix, A=true $u
"""


class Asker:
    def __init__(self, folder, server):
        self.folder, self.server = folder, server
        self.failures = self.count = 0

    def filled(self, text):
        for word, place in (("folder", self.folder), ("uri", self.server.uri), ("port", self.server.port)):
            text = text.replace("{" + word + "}", str(place))
        return text

    def run(self, lines, text, *arguments):
        cf = self.folder / "test.cf"
        cf.write_text(self.filled("V10/Berkeley\nO DontProbeInterfaces=True\nO QueueDirectory={folder}\nO LogLevel=0\nDjmail.example.com\n"
                                  "O OperatorChars=.:%@!^/[]+\n" + lines))
        done = subprocess.run([BUILD / "sendmaild", "-C", str(cf), *arguments], input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True)
        return re.sub(r"^> |(?<=\n)> ", "", done.stdout)

    def lookup(self, arguments, key):
        server = "" if "-H" in arguments or "-h " in arguments else "-H {uri} "
        return self.run(f"Kx ldap {server}{arguments}\n", f"/map x {key}\n", "-bt")

    def check(self, what, answer, wanted):
        self.count += 1
        if self.filled(wanted) not in answer:
            self.failures += 1
            print(f"{what}:\n  wanted: {self.filled(wanted)!r}\n  got:    {answer!r}")


def maps(asker):
    for what, arguments, key, answer in TABLE:
        asker.check(what, asker.lookup(arguments, key), f"map_lookup: x ({key}) {answer}\n")
    for what, arguments, said, answer in OPENING:
        got = asker.lookup(arguments, "alice")
        asker.check(what, got, said)
        asker.check(what, got, answer)


def rules(asker):
    answer = asker.run("Kx ldap -K -k (&(uid=%1)(sn=%2)) -v maildrop\nO LDAPDefaultSpec=-H {uri} -b dc=example,dc=com\n"
                       "Stry\nR$*\t$: $(x $1 $@ bob $@ two $: none $) . $(x $1 $@ bob $@ one $: none $)\n", "try a\n", "-bt")
    asker.check("LDAPDefaultSpec, -K and arguments", answer, "returns: bob @ host1 . none\n")


def aliases_and_classes(asker):
    default = "O LDAPDefaultSpec=-H {uri} -b dc=example,dc=com\nD{sendmailMTACluster}site\n"
    answer = asker.run(default + "O AliasFile=ldap:\n" + MAILERS, "", "-bv", "staff")
    for name in ("alice@example.com", "bob@example.com"):
        asker.check("alias by cluster", answer, name)
    asker.check("alias by host", asker.run(default + "O AliasFile=ldap:\n" + MAILERS, "", "-bv", "here"), "carol@example.com")
    answer = asker.run(default + "O AliasFile=ldap:-k (uid=%0) -v maildrop\n" + MAILERS, "", "-bv", "bob")
    for name in ("bob@host1", "bob@host2"):
        asker.check("alias by a specification of its own", answer, name)
    answer = asker.run(default + "F{R}@ldap:\nF{S}@ldap:-k (sn=Two) -v maildrop\n", "$=R\n$=S\n", "-bt")
    for name in ("one.example", "two.example", "bob@host1", "bob@host2", "carol@host3"):
        asker.check("class", answer, name)


def outage(asker):
    """A server that goes away is "not now", and is asked again when it is back."""
    lines = "O LDAPDefaultSpec=-H {uri} -b dc=example,dc=com\nKx ldap -k (uid=%0) -v maildrop\n"
    cf = asker.folder / "outage.cf"
    cf.write_text(asker.filled("V10/Berkeley\nO DontProbeInterfaces=True\nO LogLevel=0\n" + lines))
    with subprocess.Popen([BUILD / "sendmaild", "-C", str(cf), "-bt"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True) as program:
        def ask(key):
            program.stdin.write(f"/map x {key}\n")
            program.stdin.flush()
            text = ""
            while not re.search(r"\(\d+\)\n", text):
                line = program.stdout.readline()
                if not line:
                    break
                text += line
            return text

        asker.check("before", ask("alice"), "returns alice@host1 (0)")
        asker.server.stop()
        asker.check("away", ask("alice"), "name=alice: Can't contact LDAP server\nno match (75)")
        asker.server.start()
        asker.check("back", ask("alice"), "returns alice@host1 (0)")
        program.stdin.close()
        program.stdout.read()


def main():
    if not slapd.available():
        print("skipped: no slapd")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="ldap.") as scratch:
        folder = pathlib.Path(scratch)
        (folder / "password").write_text("word\n")
        (folder / "wrong").write_text("drow\n")
        with slapd.Server(folder / "slapd", (ROOT / "tests/support/directory.ldif").read_text()) as server:
            asker = Asker(folder, server)
            for part in (maps, rules, aliases_and_classes, outage):
                part(asker)
    print(f"{asker.count - asker.failures} passed, {asker.failures} failed")
    return 1 if asker.failures else 0


if __name__ == "__main__":
    sys.exit(main())
