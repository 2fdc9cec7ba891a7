"""Configurations and questions for rules.py, all from one random generator."""
import random

WORDS = ["user", "alice", "bob", "example", "com", "org", "mail", "host", "net", "uucp", "list", "a", "b", "x", "42", "naver", "kr",
         "Mixed", "UPPER", "\udced\udc95\udc9c", "caf\udce9", "under_score", "da-sh", "o'neil", "{x}", "*", "~", "$", "#"]
CLASSIC = ".:%@!^/[]+"
OPERATORS = [".", "@", "!", "%", "<", ">", ":", ",", "[", "]", "/", "+", "^", ";", "(", ")", "=", "-"]
HEAD = """V{level}/Berkeley
O QueueDirectory={work}
O OperatorChars={operators}
O BlankSub={blank}
O DontProbeInterfaces=True
O LogLevel=0
{must_quote}Dj mail.example.com
DMexample.com
D{{Long}}host.net
D{{Quoted}}"two words" three
D{{Odd}}one<two
D{{If}}$?M yes $M $| no $.
DE
Cwlocalhost mail.example.com example.com host.net
CPuucp list a.b.c
C{{Two}}a.b mail.host x o'neil "q"
C{{Copy}}$=w $={{Two}}
C{{Empty}}
F{{File}}{work}/words
F{{Lines}}{work}/words %[^\\n]
Kdeq dequote
Kspaced dequote -s_
Kari arith
Ksto macro
Knul null
Kreg regex -s1 ^([a-z]+)\\.com$$
Ktwo regex -s1,2 -d- ^([a-z]+)[.@]([a-z]+)
Kpair regex -a<found> ^(user|alice)
Kneg regex -n -aother ^b
Kold stab -a.found
Kpre text -k0 -v1 -z: {work}/table
Kseq sequence pre deq
Mlocal, P=/bin/true, F=lsDFMAw5:/|@q, S=sub1, R=sub2, T=DNS/RFC822/X-Unix, A=true $u
Mprog, P=/bin/sh, F=lsDFMoqeu9, A=sh -c $u
Mnet, P=[IPC], F=mDFMuX, S=sub1, R=sub2/sub1, E=\\r\\n, A=TCP $h
Mkeep, P=[IPC], F=mDFMuXhC, S=sub2/sub3, R=sub1/deep, E=\\r\\n, A=TCP $h
HSubject: $>deep
HX-Whole: $>+sub3
"""
WORD_FILE = "example org list # not a comment\n# a comment\n  a.b.c second\nmail@host \"quoted word\"\n"
TABLE = "user:alice@example.com\nalice:<bob>\nbob:\"two words\"\ncom:a.b (comment) c\nexample.com:x%1y%0z\n"


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        # A ruleset calls only those behind it.
        self.names = ["3", "0", "1", "2", "4", "sub1", "sub2", "sub3", "deep"]

    def pick(self, *choices):
        return self.random.choice(choices)

    def chance(self, part):
        return self.random.random() < part

    def word(self):
        # Most words come again and again, so that rules match.
        return self.random.choice(WORDS if self.chance(0.15) else WORDS[:17])

    def words(self, low, high):
        return [self.word() for _ in range(self.random.randint(low, high))]

    def literal(self):
        if self.chance(0.06):
            return self.pick('"quoted word"', '"a.b"', "a\\.b", '"open', "back\\", "\\<", '"a\\"b"', "$$", "((", "a(b)c")
        return self.pick(self.word().replace("#", "no"), self.random.choice(OPERATORS), self.random.choice(OPERATORS))

    def left(self):
        """A left side and the number of its wildcards."""
        parts, wildcards = [], 0
        for _ in range(self.random.randint(1, 6)):
            kind = self.random.random()
            if kind < 0.5 and wildcards < 8:
                parts.append(self.pick("$*", "$+", "$-", "$*", "$+", "$=w", "$~w", "$=P", "$={Two}", "$~P", "$={File}",
                                       "$={Lines}", "$~{Two}", "$={Empty}", "$={none}", "$={Copy}"))
                wildcards += 1
            elif kind < 0.57:
                parts.append(self.pick("$&M", "$&{Long}", "$&E", "$@", "$&{Quoted}", "$&{stored}", "$M", "$?M $M $| no $."))
            elif kind < 0.59:
                parts.append(self.pick("$|", "$#", "$| $#"))
            else:
                parts.append(self.literal())
        return " ".join(parts), wildcards

    def argument(self, wildcards):
        if wildcards and self.chance(0.7):
            return f"${self.random.randint(1, wildcards)}"
        return self.pick(self.word().replace("#", "no"), self.word().replace("#", "no"), "$M", "$&M", "$&{Long}", "$&{stored}", "$&{Quoted}", "$&{Odd}", "$&{addr_type}",
                         "$?M $M $| no $.", "$?{none}yes$|no$.")

    def lookup(self, wildcards):
        first, second, third = (self.argument(wildcards) for _ in range(3))
        number = self.random.randint
        if self.chance(0.12):
            return self.pick(f"$[ {first} $]", f"$[ {first} $: {second} $]", f"$[ {first} . {second} $: $]", "$[ [127.0.0.1] $]",
                             "$[ mail $: none $]")
        body = self.pick(
            f"deq {first}", f"spaced {first} {second}", f"nul {first}", f"ari {self.pick('+', '-', '*', '/', '%', '&', '|')} $@ "
            f"{number(0, 9)} $@ {number(0, 9)}", f"ari {self.pick('l', '=')} $@ {first} $@ 5", f"sto {{stored}} $@ {first}",
            "sto {stored}", f"sto {{other}} $@ {first} $@ {second}", f"reg {first} . {second}", f"two {first} @ {second}",
            f"pair {first}", f"neg {first}", f"old {first}", f"pre {first} $@ {second} $@ {third}",
            f"seq {first}", f"undeclared {first}", f"{first} {second}", f"deq {first} $@ {second} $@ {third}")
        default = self.pick("", "", f" $: {second}", f" $: {second} . default", " $:", f" $: {first} $@ {third}", f" $: <{second}>",
                            f" $: {self.literal()}")
        return f"$({body}{default} {'' if self.chance(0.01) else '$)'}"

    def resolution(self, wildcards):
        text = f"$#{self.pick('local', 'net', 'error', 'keep', 'prog', 'LOCAL', 'none', 'discard')} "
        if self.chance(0.8):
            text += f"$@ {self.pick('5.7.1', 'nouser', '4.2.0', 'quarantine', '75', *[self.argument(wildcards)] * 4)} "
        if self.chance(0.9):
            text += f"$: {self.pick('', '', '', '550 ', '421 4.3.2 ', chr(34) + '553 5.1.3 no' + chr(34) + ' ', '|/bin/', '/')}"
            text += " ".join(self.argument(wildcards) for _ in range(self.random.randint(1, 2)))
        return text

    def right(self, wildcards, callable_names):
        # Rules that apply again and again, and calls in circles, are rare: the real one takes minutes for them.
        head = self.pick("$: ", "$@ ", "$: ") if self.chance(0.97) else ""
        if self.chance(0.06):
            return head + self.resolution(wildcards)
        parts = []
        for _ in range(self.random.randint(1, 5)):
            kind = self.random.random()
            if head and callable_names and kind < 0.08:
                parts.append(f"$>{self.random.choice(callable_names)}")
            elif head and kind < 0.085:
                parts.append(self.pick("$>none", '$>"deep"', "$>77", "$>$&{stored}"))
            elif kind < 0.55:
                parts.append(self.argument(wildcards))
            elif kind < 0.7:
                parts.append(self.lookup(wildcards))
            else:
                parts.append(self.pick(self.literal(), self.literal(), "$|"))
        return head + " ".join(parts)

    def ruleset(self, name):
        rules = [f"S{name}"]
        for _ in range(self.random.randint(0, 5)):
            left, wildcards = self.left()
            rules.append(f"R{left}\t{self.right(wildcards, self.names[self.names.index(name) + 1:])}")
        return "\n".join(rules) + "\n"

    def files(self, work):
        must_quote = "O MustQuoteChars=.'\n" if self.chance(0.1) else ""
        text = HEAD.format(work=work, level=10 if self.chance(0.9) else self.pick(8, 9), must_quote=must_quote,
                           operators=CLASSIC if self.chance(0.7) else self.pick(".@!", ".:@[]", ".:%@!^/[]+=-", "@"),
                           blank="." if self.chance(0.7) else self.pick("_", "+", "x", ""))
        for name in self.names:
            text += self.ruleset(name)
        return {"sendmail.cf": text, "words": WORD_FILE, "table": TABLE}

    def plain_address(self):
        return ".".join(self.words(1, 2)) + "@" + ".".join(self.words(1, 3))

    def literal_host(self):
        return self.pick("[IPv6:2001:db8::1]", "[10.2.3.4]", "[IPv6:::ffff:1.2.3.4]", "[mail.example.com]", "[]", "[127.0.0.1]")

    def address(self):
        shape = self.random.random()
        if shape < 0.35:
            return self.plain_address()
        if shape < 0.42:
            return "!".join(self.words(2, 4))
        if shape < 0.5:
            return f"{' '.join(self.words(1, 2))} <{self.plain_address()}>"
        if shape < 0.56:
            return f'"{" ".join(self.words(1, 2))}"@{".".join(self.words(1, 2))}'
        if shape < 0.62:
            return f"({' '.join(self.words(1, 2))}) {self.word()}@{self.literal_host()} (end)"
        if shape < 0.66:
            return f"{self.word()}%{self.word()}@{self.literal_host()}"
        if shape < 0.7:
            return f"<@{self.word()},@{self.word()}.{self.word()}:{self.plain_address()}>"
        if shape < 0.74:
            return f"{self.word()}: {self.plain_address()}, {self.plain_address()};"
        if shape < 0.76:
            return self.pick("<>", '""', "()", "|/bin/cat", "/dev/null", ":include:/etc/x", "\\alice", '"|prog arg"', "MAILER-DAEMON",
                             "a" * 260 + "@b", "a." * 100 + "b", "@", "user@", "@user")
        odd = shape > 0.9
        return "".join(self.pick(self.word(), self.random.choice(OPERATORS), " ", self.pick("\\", '"', "(", ")", "\t", "\udcff") if odd else "",
                                 ) for _ in range(self.random.randint(1, 9)))

    def ascii_only(self, text):
        return "".join(c for c in text if ord(c) < 0x80 and c != "$")

    def question(self):
        kind = self.random.random()
        if kind < 0.6:
            sets = ",".join(self.random.choice(self.names) for _ in range(self.random.randint(1, 3)))
            return f"{sets} {self.address()}"
        if kind < 0.78:
            return f"/parse {self.address()}"
        if kind < 0.9:
            return f"/try {self.pick('local', 'net', 'keep', 'prog')} {self.address()}"
        return self.pick(lambda: f"/tryflags {self.pick('h', 'e', 'H', 'E')}{self.pick('s', 'r', 'S', 'R')}",
                         lambda: f"/header {self.pick('Subject', 'X-Whole')}: {self.address()}",
                         lambda: f"=S{self.random.choice(self.names)}",
                         lambda: f"/map {self.pick('deq', 'pre', 'pair', 'none', 'nul')} {self.address()}",
                         lambda: f"$={self.pick('w', 'P', '{Two}', '{File}', '{Lines}', '{Copy}')}",
                         lambda: f"${self.pick('M', '{Long}', '{Quoted}', '{addr_type}', '{none}')}",
                         lambda: f".C{self.pick('P', '{Two}')}{self.word()} {self.word()}",
                         lambda: f".D{self.pick('M', '{stored}')}{self.ascii_only(self.address())}",
                         lambda: f"/expand {self.address()}")()
