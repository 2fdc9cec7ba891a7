#!/usr/bin/env python3
"""Two programs, one queue: real sendmail lists and delivers messages that we queued, and we list those it queued.

Usage: queue_exchange.py SUPPORT_DIR PROGRAM.  Exit status 77 (skipped) without root (sendmail changes groups) or the reference packages.
"""
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))
import as_root  # noqa: E402

CF = """V10/Berkeley
Cwlocalhost exchange.test
Djexchange.test
O QueueDirectory={queue}
O DontBlameSendmail=GroupWritableDirPathSafe,RunProgramInUnsafeDirPath
O HelpFile=/dev/null
O StatusFile=/dev/null
O PidFile={scratch}/pid
O MaxHopCount=25
HReceived: by $j id $i
Mlocal, P={scratch}/mailbox, F=lsDFMqSPhn9, T=DNS/RFC822/X-Unix, A=mailbox $u
Mprog, P=/bin/false, F=lsq, A=false
S0
R$*<$+>$*\t$#local $: $2
R$+\t$#local $: $1
"""


def main():
    support, program = sys.argv[1:3]
    if "REFERENCE" not in os.environ:
        as_root.run_script_again()
        reference = subprocess.run([support + "/real_sendmail"], capture_output=True, text=True)
        may_unshare = os.geteuid() == 0 and subprocess.run(["unshare", "-nmu", "true"], stderr=subprocess.DEVNULL).returncode == 0
        if reference.returncode != 0 or not may_unshare:
            return 77
        environment = {**os.environ, "REFERENCE": reference.stdout.strip(), "TZ": "UTC"}
        inside = "hostname mail.exchange.test; exec \"$@\""
        return subprocess.run(["unshare", "-nmu", "sh", "-c", inside, "sh", sys.executable, *sys.argv], env=environment).returncode
    with tempfile.TemporaryDirectory() as scratch:
        return exchange(program, os.environ["REFERENCE"] + "/bin/sendmail", scratch)


def exchange(program, sendmail, scratch):
    queue = scratch + "/queue"
    os.mkdir(queue, 0o700)
    os.chmod(scratch, 0o755)
    with open(scratch + "/test.cf", "w") as file:
        file.write(CF.format(queue=queue, scratch=scratch))
    with open(scratch + "/mailbox", "w") as file:
        file.write(f"#!/bin/sh\ncat >>{scratch}/delivered-$1\n")
    os.chmod(scratch + "/mailbox", 0o755)

    def real(*arguments, text=""):
        command = [sendmail, "-C", scratch + "/test.cf", *arguments]
        return subprocess.run(command, input=text.encode(), capture_output=True).stdout.decode("latin1")

    def ours(word):
        return subprocess.run([program, word, queue], capture_output=True, check=True).stdout.decode("latin1")

    ids = ours("write").split()
    assert len(ids) == 2, ids
    assert real("-bp") == ours("list"), (real("-bp"), ours("list"))
    real("-qf")
    assert not os.listdir(queue), os.listdir(queue)
    for user in ("kim@exchange.test", "park"):
        with open(f"{scratch}/delivered-{user}", encoding="latin1") as file:
            message = file.read()
        assert message.startswith("From: Lee <"), message
        assert "Subject: h\xc3\xa9 \x81\xff folded\n\tonce\n" in message, message
        assert re.search(r"\n\nbody for <?" + user.split("@")[0], message), message

    real("-odq", "-f", "lee@exchange.test", "kim@exchange.test", text="Subject: theirs\n\nbody\n")
    assert len(os.listdir(queue)) == 2, os.listdir(queue)
    assert "lee@exchange.test" in ours("list")
    assert real("-bp") == ours("list"), (real("-bp"), ours("list"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
