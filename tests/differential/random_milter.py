"""Random filters and sessions for milter.py."""
import random
import struct

from scripted_filter import CLOSE, RAW, SILENT, macro_list

STAGES = "CHMRTLNBEU"
TEXTS = [b"550 5.7.99 custom text", b"451 4.7.98 later", b"421 4.7.97 bye", b"550-5.7.1 one\r\n550 5.7.1 two", b"554 plain", b"no code",
         b"550 50%% full", b"550 50% full", b"250 2.0.0 fine", b"450 4.2.0 mailbox busy"]
MACROS = ["i", "j", "{client_addr}", "{mail_addr}", "{rcpt_addr}", "{msg_id}", "{nosuch}", "{daemon_name}", "r", "s", "{rcpt_mailer}"]
NAMES = [b"X-One", b"X-Two", b"Subject", b"From", b"Date", b"Message-Id", b"Received", b"X-Fold", b"x-one"]
VALUES = [b"v", b"two words", b" leading", b"a\n\tb", b"", b"<x@y.test>"]
# For adding: those that exist, as sendmail finds out about others at once.
ADDED = [b"<daemon@example.test>", b"bin", b"<lee@other.test>", b"<root@example.test>"]
ADDRESSES = [b"<root@example.test>", b"root@example.test", b"<daemon@example.test>", b"bin", b"<lee@other.test>", b"<none@example.test>"]
MESSAGES = ["Subject: hi\nTo: root\nX-Fold: one\n  two\nX-Tight:x\n\nbody 1\nbody 2\n.", "Subject: no body\n.", "X-One: 1\nX-One: 2\n\n\n\n..dot\n.",
            "From: Lee <lee@other.test>\nDate: today\n\n" + "line of a body\n" * 6000 + "."]


class Filter:
    def __init__(self, pick, name):
        self.name, self.away, self.flag = name, pick.random() < 0.06, pick.choice(["", "", "R", "T", "4"])
        answers = {}
        for letter in STAGES:
            if pick.random() < 0.12:
                answers[letter] = [self.answer(pick, letter) for _ in range(pick.choice([1, 1, 2]))]
        if "E" not in answers and pick.random() < 0.7:
            answers["E"] = [self.changes(pick)]
        steps = 0
        if pick.random() < 0.3:
            steps = pick.getrandbits(21) & pick.getrandbits(21)
        # What is not to be answered is not.
        answers = {letter: answer for letter, answer in answers.items() if not steps & SILENT.get(letter, 0)}
        version = pick.choice([6] * 6 + [2, 3, 4, 9])
        macros = b"".join(self.macro_list(pick, stage) for stage in sorted(pick.sample(range(5), pick.choice([0, 0, 1, 2]))))
        self.script = {"answers": answers, "steps": steps, "version": version, "macros": macros,
                       "actions": pick.choice([0x1ff, 0x1ff, 0x1ff, pick.getrandbits(9)])}

    @staticmethod
    def macro_list(pick, stage):
        return macro_list(stage, pick.choice([" ", ", "]).join(pick.sample(MACROS, pick.randint(0, 4))))

    def answer(self, pick, letter):
        """Nonsense is no failure to sendmail before the next stage (docs/compatibility.md)."""
        text = b"y" + pick.choice(TEXTS) + pick.choice([b"\0", b"\0", b"\0", b""])
        return pick.choice([b"c", b"a", b"r", b"t", b"a" if letter in "CU" else b"d", text, text, b"s" if letter in "LNB" else b"c", CLOSE, b"Z" if not self.flag else b"c",
                            (RAW, b"\0\0") if pick.random() < 0.1 else b"c"])

    def changes(self, pick):
        """Changes and the last word. A filter that sends a body does not break off (docs/compatibility.md)."""
        made = [self.change(pick) for _ in range(pick.randint(0, 5))]
        has_body = any(change[:1] == b"b" for change in made)
        return made + [pick.choice([b"c"] * 6 + [b"a", b"r", b"t", b"d", b"c" if has_body else CLOSE])]

    @staticmethod
    def change(pick):
        name, value, address = pick.choice(NAMES), pick.choice(VALUES), pick.choice(ADDRESSES)
        if name == b"From":
            value = b"<x@y.test>"
        index = struct.pack(">I", pick.choice([0, 1, 1, 2, 3, 7, 50]))
        return pick.choice([
            b"h" + name + b"\0" + value + b"\0", b"i" + index + name + b"\0" + value + b"\0",
            b"m" + index + name + b"\0" + value + b"\0", b"m" + index + name + b"\0" + value + b"\0",
            b"+" + pick.choice(ADDED) + b"\0", b"-" + address + b"\0", b"e" + pick.choice([b"<new@other.test>", b"<>"]) + b"\0",
            b"bnew\r\nbody", b"b" + b"x" * 30000 + b"\r", b"b\n\rlone", b"qodd\0", b"p"])

    def __repr__(self):
        return f"{self.name}{' away' if self.away else ''} F={self.flag} {self.script}"


class Scenario:
    def __init__(self, seed):
        pick = random.Random(seed)
        self.filters = [Filter(pick, name) for name in ["one", "two", "three"][:pick.choice([1, 2, 2, 3])]]
        self.commands = [pick.choice(["EHLO client.test", "EHLO client.test", "HELO client.test"])]
        for _ in range(pick.randint(1, 3)):
            self.commands += self.transaction(pick)
        self.commands.append("QUIT")

    @staticmethod
    def transaction(pick):
        recipients = pick.sample(["root", "daemon", "bin", "nosuch"], pick.randint(1, 3))
        commands = [f"MAIL FROM:<lee@client.test>{pick.choice(['', ' SIZE=100', ' BODY=8BITMIME'])}"]
        commands += [f"RCPT TO:<{name}@example.test>{pick.choice(['', '', ' NOTIFY=NEVER'])}" for name in recipients]
        # EHLO and HELO differ in what parameters they allow, not in what filters see of them.
        commands += pick.choice([["DATA"]] * 5 + [["RSET"], ["EHLO again.test"], ["FOO bar", "RSET"]])
        return [*commands, pick.choice(MESSAGES)]

    def __repr__(self):
        return f"{self.commands!a:.600}\n  " + "\n  ".join(f"{f!a:.900}" for f in self.filters)
