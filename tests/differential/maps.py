#!/usr/bin/env python3
"""Random map declarations and random keys, asked of our -bt and of the real sendmail: no line may differ.

Every class with random flags, good ones and wrong ones; keys asked with `/map` and through a rule with arguments and a
default. Everything comes from a seed: a difference is shown again with --seed N --rounds 1. --class takes one class
alone. Classes that the real one was not built with (cdb, lmdb) are tested in tests/golden/maps and tests/unit.
"""
import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/replay"))
sys.path.insert(0, str(ROOT / "tests/support"))
import sandbox  # noqa: E402: the world in which the host has a name
import slapd  # noqa: E402
import socketmap  # noqa: E402
from rules import ask  # noqa: E402

GOLDEN = ROOT / "tests/golden/maps"
HEAD = """V10/Berkeley
O QueueDirectory={work}
O OperatorChars=.:%@!^/[]+
O BlankSub=_
O DontProbeInterfaces=True
O LogLevel=0
O DefaultUser=daemon
O DontBlameSendmail=MapInUnsafeDirPath
O ServiceSwitchFile={work}/service.switch
O HostsFile={work}/hosts
O UserDatabaseSpec={work}/udb
O DeliveryMode={mode}
O LDAPDefaultSpec=-w 3
Dj mail.example.com
Dmexample.com
Klast hash {work}/h
Klast2 text {work}/t
Ksw.files hash {work}/h
Ksw.dns text {work}/t
S3
S0
R$+\t$#local $: $1
Mlocal, P=/bin/true, F=lsDFMAw5:/|@q, T=DNS/RFC822/X-Unix, A=true $u
"""
# Flags of most classes, with their values; a blank before the value only where sendmail allows it.
COMMON = ["-A", "-aAPP", "-a<OK>", "-a.", "-D", "-d5", "-f", "-k0", "-k 1", "-m", "-N", "-O", "-o", "-q", "-S+", "-S",
          "-TTMP", "-T<TMP>", "-t", "-v1", "-v 2", "-z,", "-z:", "-z\\t", "-z\\n", "-X", "-W", "-lx"]
NAMES = ["foo", "FOO", "Foo", "nokey", "foo.bar", "a@b", "empty", "percent", "args", "a.b", "Mixed", "\"foo\"", "f\\oo",
         "a b", "x_y", "123", "%0", "k" * 300, "foo:bar", "(foo)", "<foo>", "f\"oo", "mult"]
HOSTS = ["example.com", "www.example.com", "cname.test", "multi.test", "nomx.test", "tmpfail.test", "nosuch.test", "mail",
         "host1", "alias.example.com", "dangling.test", "txtonly.test", "onlyv6.test", "nullmx.test",
         "[192.0.2.10]", "[192.0.2.77]", "[IPv6:2001:db8::22]", "[192.0.2.10", "filehost", "fh", "srv.test", "afs.test",
         "x.wild.test", "example.com.", "EXAMPLE.com", "10.2.0.192.in-addr.arpa", "1.100.51.198.in-addr.arpa", "longtxt.test",
         "twotxt.test", "odd.test", "_25._tcp.tlsa.test", "many.test", "hub", "nosuch", "localhost", "mail.example.com",
         "host2.example.com", "tmpfail.bl.test", "badmxip.test"]
ADDRESSES = ["1.2.3.4", "10.0.0.255", "IPv6:2001:db8::22", "2001:db8::1", "1.2.3", "999.1.1.1", "IPv6:1.2.3.4", "", "IPv6:::1",
             "ipv6:::ffff:1.2.3.4", "1.2.3.4.5", "01.2.3.4", "IPv6:zz"]
RECORDS = {"srv.test": {"SRV": ["5 0 25 a.example.org.", "6 0 25 b.example.org."], "TXT": ["x"]},
           "afs.test": {"AFSDB": ["1 afs1.example.org.", "2 afs2.example.org."], "NS": ["ns1.example.org.", "ns2.example.org."]},
           "longtxt.test": {"TXT": ["long " * 80]}, "twotxt.test": {"TXT": ["first text", "second; text\\", "caf\u00e9 \x01"]},
           "odd.test": {"TXT": ["50% of %0 (x) <y> \"q\""]}, "_25._tcp.tlsa.test": {"TLSA": ["0301010a0b0c"]},
           "many.test": {"A": [f"203.0.113.{i}" for i in range(100, 160)], "MX": [f"{i} mx{i}.example.org." for i in range(30)]}}


LDAP_KEYS = ["alice", "ALICE", "bob", "carol", "loop", "nouser", "o(dd)*", "a*", "Alice", "alice@example.com", "spy", "nickname", "o\\(dd", "*",
             "Two", "a b", "100%"]


class Maker:
    """One configuration and its questions, from one random generator."""

    def __init__(self, seed, work, only):
        self.random = random.Random(seed)
        self.work = work
        self.only = only

    def some(self, choices, most):
        return self.random.sample(choices, self.random.randint(0, min(most, len(choices))))

    def flags(self, choices, most=3):
        return " ".join(self.some(choices, most))

    def file(self, *names):
        return f"{self.work}/{self.random.choice(names)}"

    def declaration(self, map_class):
        """(what stands behind the class, keys)"""
        pick, common = self.random.choice, self.flags(COMMON)
        if map_class == "stab":
            return f"{common} {self.file('h', 'nofile')}", NAMES
        if map_class in ("hash", "btree", "implicit"):
            return f"{common} {self.file('h', 'hn', 'b', 'h.db', 'nofile', 'dup', 'aliases', 'junk', 'link', 'mixed')}", NAMES
        if map_class in ("dbm", "ndbm", "cdb2", "hesiod", "ph", "netinfo", "nsd"):
            return f"{common} {self.file('h')}", NAMES[:2]
        if map_class in ("nis", "nisplus"):
            return f"{common} {pick(['-o', ''])} some.map", NAMES[:2]
        if map_class == "text":
            return f"{common} {self.file('t', 't2', 'nofile', 'h.hash.txt', 'dir')}", NAMES
        if map_class == "user":
            column = pick(["", "-v name", "-v passwd", "-v uid", "-v gid", "-v gecos", "-v dir", "-v shell", "-v nocolumn"])
            return f"{common} {column} {pick(['', '/x'])}", ["root", "daemon", "ROOT", "nobody", "nouser", "alice", "bob", "Alice"]
        if map_class == "userdb":
            return f"{common} {pick(['maildrop', 'mailname', 'office', ''])}", [
                "alice", "bob", "carol", "ALICE", "dave", "nouser", "list", "alice:maildrop"]
        if map_class == "host":
            return f"{self.flags(['-a.', '-aX', '-m', '-TTMP', '-t', '-D', '-S+', '-d5', '-r2', '-X', '-o'])}", HOSTS
        if map_class == "bestmx":
            return f"{self.flags(['-a.', '-m', '-TTMP', '-t', '-z:', '-z,', '-z.', '-o', '-D', '-q', '-X', '-z1'])}", HOSTS
        if map_class == "dns":
            kind = pick(["A", "A", "AAAA", "MX", "MX", "PTR", "TXT", "SRV", "CNAME", "NS", "AFSDB", "TLSA", "ANY", "mx", "NONE", ""])
            flags = self.flags(["-a.", "-m", "-TTMP", "-t", "-z:", "-z,", "-Z2", "-Z1", "-Bexample.com", "-d2", "-r1", "-o", "-D",
                                "-q", "-N", "-A", "-X"])
            return f"{flags} -R{pick(['', ' '])}{kind}", HOSTS
        if map_class == "regex":
            flags = self.flags(["-a.", "-aX", "-m", "-n", "-f", "-b", "-s", "-s1", "-s1,2", "-s0", "-s9", "-d:", "-d", "-q", "-S+", "-D",
                                "-t", "-TTMP"])
            pattern = pick(["foo", "^([a-z]+)$$", "^([a-z]+)\\.([a-z]+)$$", "(f)(o+)?(x)?", "[", "a\\{1\\}b*", "", "[0-9]+", "@", "o|b"])
            return f"{flags} {pattern}", NAMES + ["foo.bar.baz", "FOO.Bar"]
        if map_class == "dequote":
            return self.flags(["-aX", "-s+", "-S.", "-D", "-q", "-m", "-f", "-s"]), NAMES + [
                "\"a b\"", "\"a\\\"b\"", "\"(a\"", "\"<a>\"", "\"\"", "\"a", "a\"b\"c", "\"a@b\"", "\"a.b\"@c"]
        if map_class == "arith":
            return self.flags(["-aX", "-D", "-s.", "-m"]), ["+", "-", "*", "/", "%", "|", "&", "l", "=", "x", "", "+x", "r"]
        if map_class == "macro":
            return self.flags(["-aX", "-D", "-s.", "-m"]), ["{x}", "x", "{Stored}", "", "xyz"]
        if map_class == "arpa":
            return self.flags(["-aX", "-D", "-s.", "-m"]), ADDRESSES
        if map_class == "null":
            return common, NAMES[:6]
        if map_class == "sequence":
            return pick(["last", "last2", "last last2", "last2,last", "nosuch last", "last nosuch", "-o last", ""]), NAMES
        if map_class == "switch":
            return f"{common} {pick(['sw', 'hosts', 'aliases', 'nosuch', ''])}", NAMES
        if map_class == "program":
            command = pick(["/bin/echo got", "/bin/false", "/no/such", f"{self.work}/exit75", f"{self.work}/lines", "/bin/echo", "echo x",
                            f"{self.work}/long", "/bin/false x", ""])
            return f"{common} {command}", NAMES
        if map_class == "socket":
            place = pick([f"unix:{self.work}/socket", f"local:{self.work}/socket", f"{self.work}/socket", "inet:{port}@127.0.0.1",
                          "inet:{port}@localhost", "inet:1@127.0.0.1", f"unix:{self.work}/none", "inet6:1@::1", "inet:1", "foo:1@x", ""])
            return f"{common} {place}", socketmap.KEYS
        if map_class == "ldap":
            return self.ldap_flags(), LDAP_KEYS
        if map_class == "syslog":
            return self.flags(["-L5", "-LINFO", "-LLOG_DEBUG", "-L NOTICE", "-D", "-S+", "-X", "-LNONE"]), NAMES[:8]
        raise ValueError(map_class)

    def ldap_flags(self):
        pick = self.random.choice
        base = pick(["-b dc=example,dc=com", "-b dc=example,dc=com", "-b ou=people,dc=example,dc=com", "-b \"ou=people, dc=example,dc=com\"",
                     "-bou=gone,dc=example,dc=com", "-b uid=alice,ou=people,dc=example,dc=com", "-b ou=away,dc=example,dc=com", ""])
        search = pick(["-k (uid=%0)", "-k (uid=%0)", "-k uid=%0", "-k (mail=%0*)", "-k (uid=%s)", "-k (|(uid=%0)(cn=%0))", "-k (objectClass=*)",
                       "-K -k (&(uid=%0)(sn=%1))", "-K -k (|(uid=%0)(uid=%1)(uid=%2))", "-k (uid=%1)", "-k \"(cn=%0 Example)\"", "-k (uid=%%%0)",
                       "-k (uid=%0", ""])
        attributes = pick(["-v maildrop", "-v maildrop", "-v mail", "-v mail,maildrop", "-v nosuch", "-v description", "-v cn", "-v uid",
                           "-v maildrop:NORMAL:mailUser", "-v maildrop:normal:otherUser|mailUser", "-v maildrop:NORMAL:person", "-v maildrop::*",
                           "-v maildrop,person:DN", "-v maildrop,search:FILTER", "-v maildrop,site:URL", "-v person:DN", "-v more", "-v cn:NORMAL",
                           "-v maildrop,person:DN:mailUser,search:FILTER:otherUser", "-v maildrop,maildrop", "-v maildrop:WHAT", "-v dn"])
        server = pick(["-H {uri}", "-H {uri}", "-H {uri}", "-h 127.0.0.1 -p {ldap}", "-h 127.0.0.1:{ldap}", "-h 127.0.0.1 -p 1", "-h x -H {uri}",
                       "-H \"{uri}\""])
        bind = pick(["", "", "", "-M simple -d cn=reader,dc=example,dc=com -P {work}/password",
                     "-d cn=reader,dc=example,dc=com -P {work}/password -M LDAP_AUTH_SIMPLE", "-d cn=reader,dc=example,dc=com -P {work}/wrong",
                     "-d cn=reader,dc=example,dc=com -P {work}/nofile", "-M what", "-Msimple"])
        more = self.flags(["-1", "-n", "-z,", "-z:", "-z\\n", "-V=", "-m", "-a.", "-TTMP", "-t", "-f", "-q", "-R", "-r always", "-r never",
                           "-r find", "-r what", "-s base", "-s one", "-s sub", "-s what", "-Z 1", "-Z2", "-w 3", "-w 2", "-l 5", "-c 5", "-o",
                           "-N", "-D", "-S+", "-Q"])
        parts = [base, search, attributes, server, bind, more]
        self.random.shuffle(parts)
        return " ".join(part for part in parts if part).replace("{work}", str(self.work))

    CLASSES = ["hash", "btree", "implicit", "stab", "text", "user", "userdb", "host", "bestmx", "dns", "dns", "regex", "dequote", "arith",
               "macro", "arpa", "null", "sequence", "switch", "program", "socket", "syslog", "nis", "nisplus", "hesiod", "ph",
               "netinfo", "nsd", "dbm", "ldap", "ldap"]

    def rule_question(self, name, key):
        """Rules see the key as tokens, so only keys that survive that."""
        arguments = self.random.choice(["", " $@ one", " $@ one $@ two", " $@ 7 $@ 3", " $@ 1,2"])
        default = self.random.choice(["", " $: default", " $: not.$1"])
        text = key.replace("$", "$$") or "x"
        return f"R$*\t$: $1 . $({name} {text}{arguments}{default} $)"

    def make(self, servers, count=10, keys_each=12):
        mode = self.random.choice(["background", "background", "background", "deferred"])
        config = HEAD.format(work=self.work, mode=mode)
        questions, rulesets = [], []
        for number in range(count):
            map_class = self.random.choice(self.only or self.CLASSES)
            arguments, keys = self.declaration(map_class)
            config += f"K{map_class}{number} {map_class} {arguments}".rstrip() + "\n"
            name = f"{map_class}{number}"
            for key in self.random.sample(keys, min(keys_each, len(keys))):
                if self.random.random() < 0.5 or set(key) & set("(<\"[") or len(key) > 200:
                    questions.append(f"/map {name} {key}".rstrip() if key else f"/map {name}")
                    continue
                rulesets.append(f"STry{len(rulesets)}\n{self.rule_question(name, key)}\n")
                questions.append(f"Try{len(rulesets) - 1} start")
                if map_class == "macro":
                    questions.append("${x}")
        for word, place in servers.items():
            config = config.replace("{" + word + "}", place)
        return config + "".join(rulesets), questions


def files(work, makemap):
    """The files that the declarations name."""
    def build(kind, name, text, *flags):
        subprocess.run([makemap, "-C", f"{work}/empty.cf", *flags, kind, f"{work}/{name}"], input=text.encode(), check=True)

    (work / "empty.cf").write_text("V10/Berkeley\n")
    golden = {name: (GOLDEN / name).read_text() for name in ("h.hash.txt", "hn.hash.N.txt", "b.btree.txt", "aliases.hash.txt")}
    extra = "percent 100% of %0 and %1 %9 %x\nargs <%1|%2|%3>%%\nmult one:two,three\n"
    build("hash", "h", golden["h.hash.txt"] + extra)
    build("hash", "hn", golden["hn.hash.N.txt"] + extra, "-N")
    build("btree", "b", golden["b.btree.txt"] + extra)
    build("hash", "aliases", golden["aliases.hash.txt"])
    build("btree", "dup", "foo one\nfoo two\nbar x\n", "-d")
    build("hash", "mixed", "FOO upper\nfoo lower\n", "-f")
    build("btree", "udb", "alice:maildrop alice@host1\nalice:mailname Alice.A@example.com\nbob:maildrop %0 b\nbob:mailname bob\n"
          ":default:mailname example.org\ncarol:office 12\ndave:maildrop d1\ndave:maildrop d2\nlist:mailsender owner\n", "-d")
    for name in ("t", "t2", "exit75", "hosts"):
        shutil.copy(GOLDEN / name, work / name)
    shutil.copy(GOLDEN / "h.hash.txt", work / "h.hash.txt")
    (work / "aliases").write_text("# text\nfoo: bar\nroot: alice,\n  bob\nMixed: x\nempty:\n")
    (work / "h").write_text("foo: stabbed\nFOO: twice\na.b: c\n  continued\n")
    (work / "service.switch").write_text("sw files dns nosuch\nhosts files dns\naliases files\n")
    (work / "lines").write_text("#!/bin/sh\nprintf 'first %%0 %%1\\nsecond\\n'\n")
    (work / "long").write_text("#!/bin/sh\nhead -c 1200 /dev/zero | tr '\\0' x\n")
    (work / "password").write_text("word\n")
    (work / "wrong").write_text("drow\n")
    (work / "junk.db").write_text("this is no database\n")
    (work / "link.db").symlink_to("h.db")
    (work / "dir").mkdir()
    for name in ("exit75", "lines", "long"):
        (work / name).chmod(0o755)


def round_of(seed, options, work, servers):
    config, questions = Maker(seed, work, options.only).make(servers)
    cf = work / "sendmail.cf"
    cf.write_text(config)
    ours, theirs = ask(options.ours, cf, questions, 90), ask(options.real, cf, questions, 90)
    lines = {line.split()[0][1:]: line for line in config.splitlines() if line.startswith("K")}
    rules = {}
    for line in config.split("\nS")[1:]:
        name, *body = line.splitlines()
        rules[name] = body[0] if body else ""
    differences = [("(what is said at the start)", theirs[0], ours[0])] if sorted_lines(ours[0]) != sorted_lines(theirs[0]) else []
    for question, own, real in zip(questions, ours[1], map(without_library_words, theirs[1])):
        if own != real:
            rule = rules.get(question.split()[0], "")
            name = question.split()[1] if question.startswith("/map") else rule.partition("$(")[2].partition(" ")[0]
            differences.append((f"{lines.get(name, '')} ## {rule} ## {question}", real, own))
    return differences, len(questions)


def without_library_words(text):
    """What Berkeley DB itself prints on stderr is no answer of the program; nor is the trace of keys of stab maps."""
    return re.sub(r"(?m)BDB\d+ .*\n|: Operation now in progress$|[0-4] {18}input: .*\n|[0-4] {16}returns: .*\n", "", text)


def sorted_lines(text):
    """Complaints come while lines are read here, and some of them when the file is complete there; and there the lines of
    a password file are counted with those of the configuration."""
    return sorted(re.sub(r": line \d+: ", ": ", text).splitlines())


def arguments():
    parser = sandbox.comparing_parser(__doc__, rounds=40)
    parser.add_argument("--class", dest="only", action="append", help="ask maps of this class alone")
    return parser.parse_args()


def main():
    options = arguments()
    status = sandbox.enter(options, __file__)
    if status is not None:
        return status
    world = json.loads((ROOT / "tests/golden/vectors/world.json").read_text())
    world["dns"]["records"].update(RECORDS)
    sandbox.build(world, str(ROOT / "cf"))
    asked = different = 0
    with tempfile.TemporaryDirectory(prefix="maps.", dir="/var/lib") as folder, contextlib.ExitStack() as stack:
        work = pathlib.Path(folder)
        work.chmod(0o755)
        files(work, os.path.dirname(options.real) + "/makemap")
        servers = {"port": str(socketmap.serve(str(work / "socket")))}
        if slapd.available():
            directory = stack.enter_context(slapd.Server(work / "slapd", (ROOT / "tests/support/directory.ldif").read_text()))
            servers.update(uri=directory.uri, ldap=str(directory.port))
        else:
            options.only = options.only or [name for name in Maker.CLASSES if name != "ldap"]
        for seed in range(options.seed, options.seed + options.rounds):
            differences, count = round_of(seed, options, work, servers)
            asked += count
            for question, real, own in differences:
                different += 1
                if different <= options.show:
                    print(f"--seed {seed}: {question!a}\n  real: {real!a:.600}\n  ours: {own!a:.600}")
    print(f"{asked - different} passed, {different} failed")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
