#!/usr/bin/env python3
"""Mail for users of the user database (UserDatabaseSpec) goes where their maildrops say, as `-bv` shows it.

Expected is what Sendmail 8.17 said; it lists several maildrops of a user in another order.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("SM_BUILD", ROOT / "build/debug"))
CONFIG = """V10/Berkeley
O QueueDirectory={folder}
O DontProbeInterfaces=True
O LogLevel=0
O AliasFile={folder}/aliases
O UserDatabaseSpec={folder}/none, {folder}/users
O OperatorChars=.:%@!^/[]+
Djmail.example.com
S0
R$+ @ remote\t$#net $@ remote $: $1
R$+ @ $+\t$#net $@ $2 $: $1
R$*\t$#{local} $: $1
Mlocal, P=/bin/true, F=lsDFMA:/|@q, T=DNS/RFC822/X-Unix, A=true $u
Mplain, P=/bin/true, F=lsDFMA:/|q, T=DNS/RFC822/X-Unix, A=true $u
Mprog, P=/bin/sh, F=lsDFMoqeu9, A=sh -c $u
Mnet, P=[IPC], F=mDFMuX, A=TCP $h
"""
USERS = """alice:maildrop alice@host1
dave:maildrop d1@host1
dave:maildrop d2@host2
eve:maildrop eve@host1, eve2@host3
frank:maildrop frank
gina:maildrop alice
carol:office 12
:default:maildrop nobody@host1
"""
# local mailer, address, what is deliverable
TABLE = [
    ("local", "alice", {"alice@host1"}),
    ("local", "Alice", {"alice@host1"}),
    ("local", "dave", {"d1@host1", "d2@host2"}),
    ("local", "eve", {"eve@host1", "eve2@host3"}),
    ("local", "frank", {"frank"}),
    ("local", "gina", {"alice@host1"}),
    ("local", "carol", {"carol"}),
    ("local", "nouser", {"nouser"}),
    ("local", "alice@remote", {"alice@remote"}),
    ("plain", "alice", {"alice"}),  # without F=@ nobody asks the database
]


def main():
    failed = 0
    with tempfile.TemporaryDirectory(prefix="userdb.") as folder:
        work = pathlib.Path(folder)
        (work / "aliases").write_text("")
        (work / "empty.cf").write_text("V10/Berkeley\n")
        subprocess.run([BUILD / "makemap", "-C", work / "empty.cf", "-d", "btree", work / "users"], input=USERS, text=True, check=True)
        for mailer, address, wanted in TABLE:
            cf = work / "test.cf"
            cf.write_text(CONFIG.replace("{folder}", folder).replace("{local}", mailer))
            done = subprocess.run([BUILD / "sendmaild", "-C", str(cf), "-bv", address], stdout=subprocess.PIPE, text=True)
            got = {line.split("...")[0] for line in done.stdout.splitlines() if "deliverable:" in line}
            if got != wanted:
                failed += 1
                print(f"{address} by {mailer}: wanted {sorted(wanted)}, got {done.stdout!r}")
    print(f"{len(TABLE) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
