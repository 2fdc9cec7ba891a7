"""Random m4 programs: options and statements, made from a seed, that use every builtin in and out of its proper ways."""
import random

WORDS = ["a", "b", "x", "y1", "_z", "foo", "bar", "the fox", "42", "7", "0", "-3", "$", "$1", "$#", "$*", "$@", "$0", "$2",
         "${x}", "$10", "$-", "\\", "\\\\", ".", ";", "%", "[", "]", "{", "}", "<", ">", "!", "@", "~", "=", "\"", "\t",
         " ", "  ", "\n", "\xe9", "\xff", "\xc3\xa9", "-", "+", "*", "/", "|", "&", "^", "?", ":", "a b", "abc", "ABC"]
MACROS = ["m0", "m1", "m2", "m3", "m4_", "rec", "one", "two", "t", "w"]
BUILTINS = ["__file__", "__gnu__", "__line__", "__program__", "__unix__", "builtin", "changecom", "changequote",
            "debugfile", "debugmode", "decr", "define", "defn", "divert", "divnum", "dnl", "dumpdef", "errprint", "esyscmd",
            "eval", "format", "ifdef", "ifelse", "include", "incr", "index", "indir", "len", "m4exit", "m4wrap", "patsubst",
            "popdef", "pushdef", "regexp", "shift", "sinclude", "substr", "syscmd", "sysval", "traceoff", "traceon",
            "translit", "undefine", "undivert"]
REGEX_PARTS = ["a", "b", "x", "fo", ".", "\\w", "\\W", "\\b", "\\B", "\\<", "\\>", "\\`", "\\'", "^", "$", "[a-m]", "[^x]",
               "[]a]", "[^]b]", "[[:alpha:]]", "[a-]", "\\(a\\)", "\\(fo\\|f\\)", "\\(x*\\)", "\\1", "\\2", "*", "+", "?",
               "\\|", "\\(", "\\)", " ", "-", "\\{1\\}", "\\.", "\\\\", "(", ")", "{", "|", "\n", "\\s", "\\S", "[", "\\(b*\\)*",
               "\xe9", "\xc3\xa9", "[\xc3\xa9a]", "[^\xc3\xa9]", "\\+", "\\?", "\\=", "\\n", "\\d"]
SUBJECTS = ["abcabc", "foo bar foobar", "aaa", "", "x", "GNUs not Unix", "a\nb\nab\n", "\xc3\xa9t\xc3\xa9",
            "x\xc3\xa9\xc3\xa9y", "xyz.abc-123", "fofofoo", "  a  b ",
            "a,b,,c", "aXbXc", "\xe9t\xe9", "bbbab"]
REPLACEMENTS = ["<\\&>", "\\1", "[\\1-\\2]", "", "x", "\\0", "\\\\", "\\", "\\9", "&", "a\\nb", "\\&\\&", "$1"]
OPERATORS = ["+", "-", "*", "/", "%", "**", "<<", ">>", "<", "<=", ">", ">=", "==", "!=", "&", "|", "^", "&&", "||", "=",
             "+=", "++", "--", "<<=", "===", "!", "~", ">>>", "&=", ","]
NUMBERS = ["0", "1", "2", "3", "7", "10", "31", "32", "33", "0x1F", "0b101", "017", "0r36:zz", "0r2:101", "0r1:111", "255",
           "2147483647", "2147483648", "4294967295", "4294967296", "9999999999999", "08", "0x", "1a", "0r37:1", "0r0:1", ""]


class Maker:
    """One program: options, statements, and the delimiters that are in force while it is written."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.open, self.close = "`", "'"
        self.comment = "#"
        self.prefix = ""

    def pick(self, *choices):
        return self.random.choice(choices)

    def chance(self, share):
        return self.random.random() < share

    def repeat(self, make, low, high):
        return [make() for _ in range(self.random.randint(low, high))]

    def quote(self, text):
        return self.open + text + self.close

    def name(self):
        return self.pick(*MACROS) if self.chance(0.75) else self.prefix + self.pick(*BUILTINS)

    def number(self):
        return self.pick("0", "1", "2", "3", "5", "10", "-1", "-2", "12", "100", "", " 4", "7 ", "x", "1x", "+3",
                         "2147483647",
                         "-2147483648", "99999999999", "0x10", "- 1", "999999999999999999999")

    def small(self):
        return self.pick("0", "1", "2", "3", "5", "10", "-1", "", " 4", "7 ", "x", "1x", "+3", "0x10")

    def words(self, low=0, high=4):
        return "".join(self.repeat(lambda: self.pick(*WORDS), low, high))

    def call(self, name, *arguments):
        """A call, with arguments now and then left out or added, and blanks in odd places."""
        given = list(arguments)
        if self.chance(0.04):
            given = given[:-1]
        if self.chance(0.04):
            given.append(self.argument(1))
        if self.chance(0.02):
            return self.prefix + name
        apart = "" if self.chance(0.985) else " "
        return self.prefix + name + apart + "(" + ",".join(self.blank(0.08) + g + self.blank(0.03) for g in given) + ")"

    def blank(self, share):
        return self.pick(" ", "\n", "\t", "  \n ") if self.chance(share) else ""

    def argument(self, depth):
        kind = self.random.random()
        if kind < 0.45:
            return self.quote(self.text(depth - 1) if depth > 0 else self.words())
        if kind < 0.6:
            return self.pick("a", "b", "foo", "1", "", "2", "x y", "(a,b)", "()", "a(b", "\n") if self.chance(0.97) else ")"
        if kind < 0.7:
            return self.quote(self.quote(self.words()))
        if kind < 0.78:
            return self.pick("$1", "$@", "$*", "$#", "$2")
        if depth > 0:
            return self.text(depth - 1)
        return self.quote(self.words())

    def text(self, depth):
        parts = []
        for _ in range(self.random.randint(0, 3)):
            kind = self.random.random()
            if kind < 0.35 or depth <= 0:
                parts.append(self.words(1, 3))
            elif kind < 0.45:
                parts.append(self.quote(self.words()))
            elif kind < 0.5:
                parts.append(self.name())
            elif kind < 0.53 and self.comment:
                parts.append(self.comment + self.words() + "\n")
            else:
                parts.append(self.builtin_call(depth))
        return self.pick("", " ", "\n", ",", "").join(parts)

    def user_call(self, depth):
        name = self.pick(*MACROS)
        if self.chance(0.2):
            return name
        arguments = self.repeat(lambda: self.argument(depth), 0, 3)
        return name + "(" + ",".join(arguments) + ")"

    def expression(self, depth=3):
        if depth == 0 or self.chance(0.3):
            return self.pick(*NUMBERS)
        kind = self.random.random()
        if kind < 0.15:
            return "(" + self.expression(depth - 1) + (")" if self.chance(0.97) else "")
        if kind < 0.3:
            return self.pick("-", "+", "!", "~", "- ", "--") + self.expression(depth - 1)
        blank = self.pick("", "", " ")
        operator = self.pick(*OPERATORS[:18]) if self.chance(0.93) else self.pick(*OPERATORS)
        left, right = self.expression(depth - 1), self.expression(depth - 1)
        if operator == "**":
            right = self.pick("0", "1", "2", "3", "5", "-1")
        return left + blank + operator + blank + right

    def odd_expression(self):
        return "".join(self.repeat(lambda: self.pick(*OPERATORS, *NUMBERS, *NUMBERS, "(", ")", " ", "x", ";"), 1, 5))

    def pattern(self):
        return "".join(self.repeat(lambda: self.pick(*REGEX_PARTS), 0, 4))

    def subject(self):
        return self.pick(*SUBJECTS) if self.chance(0.8) else self.words()

    def specifier(self):
        if self.chance(0.05):
            return self.pick("%%", "%", "%q", "%lld", "%zd", "%5", "%.", "%-", "%hs", "%ls", "%lc", "%n", "%p", "%hha",
                             "%*s", "%.*f")
        return ("%" + "".join(self.repeat(lambda: self.pick("-", "0", "+", " ", "#", "'"), 0, 2)) +
                self.pick("", "", "1", "5", "10", "*", "300") + self.pick("", "", ".", ".0", ".3", ".*", ".20") +
                self.pick("", "", "", "l", "h", "hh") + self.pick(*"dicouxXaAeEfFgGs"))

    def format_call(self):
        pieces = "".join(self.repeat(lambda: self.pick("a", " ", "=") if self.chance(0.3) else self.specifier(), 1, 3))
        values = self.repeat(lambda: self.quote(self.pick("0", "1", "-5", "42", "3.14", "1e10", "abc", "", " 7", "65",
                                                          "300", "-1",
                                                          "0x1p3", "1e400", "7x", "99999999999", "inf", "nan", "1e-400", "12345678")), 0, 4)
        return self.call("format", self.quote(pieces), *values)

    def builtin_call(self, depth):
        """A call of a macro that yields text or changes little."""
        d = depth - 1
        q = self.quote
        return self.random.choice([
            lambda: self.user_call(d), lambda: self.user_call(d), lambda: self.user_call(d),
            lambda: self.call("eval", q(self.expression()), *self.repeat(lambda: self.pick("10", "2", "16", "36", "1", "37", "0", "", "8"), 0, 1)),
            lambda: self.call("eval", q(self.odd_expression())),
            lambda: self.call("eval", q(self.expression()), self.pick("10", "2", "16", "", "36"), self.pick("0", "5", "12", "-1", "", "x")),
            self.format_call,
            lambda: self.call(self.pick("incr", "decr"), self.number()),
            lambda: self.call("len", self.argument(d)),
            lambda: self.call("index", q(self.subject()), q(self.pick("a", "b", "bar", "", "foo", "abc", "x"))),
            lambda: self.call("substr", q(self.subject()), self.small(), *self.repeat(self.small, 0, 1)),
            lambda: self.call("translit", q(self.subject()), q(self.pick("a-z", "abc", "z-a", "a-", "-a", "aa", "",
                                                                         "a-c-e", "+--")),
                              *self.repeat(lambda: q(self.pick("A-Z", "x", "", "z-a", "-", "0-9")), 0, 1)),
            lambda: self.call("regexp", q(self.subject()), q(self.pattern()),
                              *self.repeat(lambda: q(self.pick(*REPLACEMENTS)), 0, 1)),
            lambda: self.call("patsubst", q(self.subject()), q(self.pattern()),
                              *self.repeat(lambda: q(self.pick(*REPLACEMENTS)), 0, 1)),
            lambda: self.call("ifelse", *self.repeat(lambda: self.argument(d), 1, 8)),
            lambda: self.call("ifdef", q(self.name()), self.argument(d), *self.repeat(lambda: self.argument(d), 0, 1)),
            lambda: self.call("shift", *self.repeat(lambda: self.argument(d), 1, 4)),
            lambda: self.call("defn", *self.repeat(lambda: q(self.name()), 1, 2)),
            lambda: self.call("indir", q(self.name()), *self.repeat(lambda: self.argument(d), 0, 2)),
            lambda: self.call("builtin", q(self.pick("len", "eval", "incr", "define", "nosuch", "index", "shift", "divnum",
                                                     "ifelse", "format")),
                              *self.repeat(lambda: self.argument(d), 0, 2)),
            lambda: self.prefix + self.pick("divnum", "sysval", "__line__", "__file__", "__program__", "__gnu__",
                                            "__unix__", "unix"),
            lambda: self.call("define", q(self.pick(*MACROS)), self.argument(d)),
            lambda: self.call("esyscmd", q(self.pick("echo hi", "printf 'a,b'", "exit 3", "printf '`x'\\''", "",
                                                     "kill -9 $$", "echo m1"))),
        ])()

    def definition(self):
        index = self.random.randrange(5)
        name = MACROS[index]
        body = self.text(2) if self.chance(0.5) else "".join(self.repeat(
            lambda: self.pick("$1", "$2", "$#", "$*", "$@", "$0", "$10", "$3", "${1}", "$", "<", ">", ",", "(", ")", " ",
                              "x", *MACROS[:index]), 0, 6))
        return self.call(self.pick("define", "define", "pushdef"), self.quote(name), self.quote(body))

    def token_play(self):
        q, builtin = self.quote, self.prefix + self.pick(*BUILTINS)
        token = self.prefix + "defn(" + q(builtin) + ")"
        return self.random.choice([
            lambda: self.call(self.pick("define", "pushdef"), q(self.pick(*MACROS)), token),
            lambda: self.call(self.pick("define", "pushdef"), q(self.pick(*MACROS)), self.pick("a", q("b"), " ") + token),
            lambda: self.call("define", token, q("x")),
            lambda: self.call(self.pick("len", "ifelse", "shift", "m4wrap", "index", "errprint", "indir", "builtin",
                                        "dumpdef"), token, "a"),
            lambda: self.call("indir", q("define"), q(self.pick(*MACROS)), token),
            lambda: self.call("builtin", q("pushdef"), q(self.pick(*MACROS)), token),
            lambda: token,
            lambda: self.user_call(1).replace("(", "(" + token, 1),
        ])()

    def change_delimiters(self):
        if self.chance(0.6):
            pair = self.pick(("[", "]"), ("<<", ">>"), ("", ""), ("`", "'"), ("{", "}"), ("|", "|"), ("[[", "]]"), ("`", ""), ("<", "<"),
                             ("a", "z"), ("<!", "!>"), ("((", "))"), ("#", "#"), (",", ","), ("``", "''"), ("\xab", "\xbb"))
            call = self.call("changequote", *(self.guard(p) for p in pair if p or self.chance(0.7)))
            if pair == ("", ""):
                pair = ("`", "'") if call.endswith("changequote") else pair
            if pair[1] == "":
                pair = (pair[0], "'")
            self.open, self.close = pair
            return call
        pair = self.pick(("#", ""), ("/*", "*/"), ("", ""), ("//", ""), ("dnl", ""), ("%", "\n"), ("#", "#"), ("(*", "*)"),
                         ("`", "'"), ("@", "\n"), ("m1", "x"))
        self.comment = pair[0]
        return self.call("changecom", *(self.guard(p) for p in pair if p or self.chance(0.7)))

    def guard(self, text):
        """A delimiter as an argument: quoted where that is possible."""
        risky = self.open in text or self.close in text if self.open else True
        return text if risky or self.chance(0.3) else self.quote(text)

    def debugging(self):
        q = self.quote
        return self.random.choice([
            lambda: self.call("traceon", *self.repeat(lambda: q(self.name()), 0, 2)),
            lambda: self.call("traceoff", *self.repeat(lambda: q(self.name()), 0, 1)),
            lambda: self.call("debugmode", *self.repeat(lambda: q(self.flags()), 0, 1)),
            lambda: self.call("dumpdef", q(self.name()), *self.repeat(lambda: q(self.name()), 0, 1)),
            lambda: self.call("dumpdef") if self.chance(0.2) else "",
            lambda: self.call("debugfile", *self.repeat(lambda: q(""), 0, 1)),
            lambda: self.call("errprint", *self.repeat(lambda: self.argument(1), 1, 3)),
        ])()

    def flags(self):
        return self.pick("", "", "+", "-") + "".join(self.repeat(lambda: self.pick(*"aeqtlfpcixV"), 0,
                                                                 4)) + ("!" if self.chance(0.05) else "")

    def statement(self):
        kind = self.random.random()
        q = self.quote
        tail = self.pick("\n", "\n", self.prefix + "dnl\n", self.prefix + "dnl rest\n", " ", "")
        if kind < 0.2:
            return self.definition() + tail
        if kind < 0.5:
            return self.builtin_call(3) + tail
        if kind < 0.58:
            return self.text(2) + tail
        if kind < 0.63:
            return self.debugging() + tail
        if kind < 0.69:
            return self.token_play() + tail
        if kind < 0.74:
            return self.change_delimiters() + tail
        if kind < 0.8:
            return self.call("divert", *self.repeat(lambda: self.pick("0", "1", "2", "3", "-1", "100000", "", "x",
                                                                      "2147483647"), 0, 1)) + tail
        if kind < 0.84:
            return self.call("undivert", *self.repeat(lambda: q(self.pick("1", "2", "0", "-1", "text.txt", "nosuch", "",
                                                                          "3", " 1", "x1")), 0, 2)) + tail
        if kind < 0.88:
            return self.call(self.pick("include", "sinclude"), q(self.pick("one.m4", "two.m4", "text.txt", "open.m4",
                                                                           "nosuch.m4", "three.m4", ""))) + tail
        if kind < 0.92:
            return self.call(self.pick("undefine", "popdef"),
                             *self.repeat(lambda: q(self.name() if self.chance(0.2) else self.pick(*MACROS)), 1, 2)) + tail
        if kind < 0.95:
            return self.call("m4wrap", q(self.text(2)), *self.repeat(lambda: self.argument(1), 0, 1)) + tail
        if kind < 0.97:
            return self.call("syscmd", q(self.pick("echo sys", "exit 7", "echo err >&2", "cat nosuch 2>/dev/null", "",
                                                   "true"))) + self.prefix + "sysval" + tail
        if kind < 0.975:
            return self.call("m4exit", *self.repeat(self.small, 0, 1)) + tail
        if kind < 0.985:
            return "define(`rec', `ifelse($1, 0, `done', `$1 rec(decr($1))')')rec(5)\n"
        if kind < 0.99:
            return self.pick("`", "'", "(", ")", "m1(", "\0", "a\0b", self.quote("a\0b"), "#", "\r\n")
        return "# comment " + self.words() + "\n"

    def options(self):
        chosen = []
        for share, make in ((0.05, lambda: ["-s"]), (0.05, lambda: ["-Q"]), (0.04, lambda: ["-E"]), (0.02, lambda: ["-EE"]),
                            (0.05, lambda: ["-G"]), (0.15, lambda: ["-d" + self.flags().replace("!", "")]),
                            (0.05, lambda: ["-t", self.name()]), (0.05, lambda: ["-D", self.pick("m1=x", "m2", "t=$1", "foo=m1(a)")]),
                            (0.03, lambda: ["-U", self.name()]), (0.04, lambda: ["-l", self.pick("3", "10", "0")]),
                            (0.03, lambda: ["-L", self.pick("3", "10", "1")]), (0.2, lambda: ["-I", "sub"]),
                            (0.03, lambda: ["--warn-macro-sequence"]), (0.02, lambda: ["--debugfile="]), (0.02, lambda: ["-B100", "-S5"]),
                            (0.02, lambda: ["-W", "x"]), (0.02, lambda: ["-i"]), (0.02, lambda: ["one.m4"]), (0.01, lambda: ["nosuch.m4"])):
            if self.chance(share):
                chosen += make()
        return chosen

    def program(self):
        options = self.options()
        if self.chance(0.04):
            options, self.prefix = options + ["-P"], "m4_"
        if self.chance(0.15):
            return options, self.row()
        return options, self.repeat(self.statement, 2, 14)

    def row(self):
        """Many calls of one builtin that has a language of its own."""
        q = self.quote
        call = self.pick(
            lambda: self.call("eval", q(self.expression())),
            lambda: self.call("eval", q(self.odd_expression())),
            self.format_call,
            lambda: self.call("regexp", q(self.subject()), q(self.pattern())),
            lambda: self.call("regexp", q(self.subject()), q(self.pattern()), q(self.pick(*REPLACEMENTS))),
            lambda: self.call("patsubst", q(self.subject()), q(self.pattern()), q(self.pick(*REPLACEMENTS))))
        return self.repeat(lambda: call() + "\n", 20, 60)
