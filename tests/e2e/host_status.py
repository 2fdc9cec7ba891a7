#!/usr/bin/env python3
"""HostStatusDirectory: what deliveries leave there, who leaves a host alone because of it, and SingleThreadDelivery."""
import fcntl
import os
import re
import shutil

from lib.sink import Sink
from lib.site import TRUSTED, Site, wait_until

TEXT = 'Subject: x\n\nbody\n'
TABLE = 'remote.test\tesmtp:[127.0.0.1]\nrefused.test\tesmtp:[127.0.0.9]\nlist.test\tesmtp:[127.0.0.9]:[127.0.0.1]\n'
EXTRA = "define(`confHOST_STATUS_DIRECTORY', `.hoststat')dnl\n" + TRUSTED


def site(extra=''):
    made = Site(EXTRA + extra)
    made.makemap('mailertable', TABLE)
    folder = made.dir / 'mqueue' / '.hoststat'
    folder.mkdir()
    # Commands of root work as the service user.
    os.chmod(made.dir, 0o711)
    os.chmod(made.dir / 'mqueue', 0o711)
    if os.getuid() == 0:
        os.chown(folder, 65534, 65534)
    return made, folder


def status(folder, last):
    """The lines of a host's file, its time left out."""
    return re.sub(r'U\d+\n', '', (folder / f'{last}./0./0./127').read_text())


def submit(here, domain, *flags):
    return here.sendmail('-v', '-odi', '-oem', *flags, f'kim@{domain}', text=TEXT, check=False).stdout


here, folder = site()
with here:
    with Sink(here.sink_port):
        submit(here, 'remote.test')
        assert status(folder, 1) == 'V0\nE0\nH0\nS0\nD2.0.0\nR250 kept\n.\n'
        submit(here, 'refused.test')
        assert status(folder, 9) == 'V0\nE111\nH0\nS75\nD4.4.1\n.\n'
        # Others leave it alone, and go on with the next of a list.
        for run in (submit(here, 'refused.test'), here.sendmail('-q', '-v').stdout):
            assert 'Connecting' not in run and 'Deferred: Connection refused by [127.0.0.9]' in run, run
        said = submit(here, 'list.test')
        assert 'Connecting to [127.0.0.1]' in said and '[127.0.0.9]' not in said and 'Sent (kept)' in said, said
        # Whoever asks for messages wants them tried.
        assert 'Connecting to [127.0.0.9]' in here.sendmail('-qRrefused', '-v').stdout
        assert 'Connecting to [127.0.0.9]' in submit(here, 'refused.test', '-OTimeout.hoststatus=0')
    shown = here.sendmail('-bh').stdout
    assert re.search(r'^ 127.0.0.9 +00:\d\d:\d\d Deferred: Connection refu$', shown, re.M), shown
    assert re.search(r'^ 127.0.0.1 +00:\d\d:\d\d 250 kept$', shown, re.M), shown
    here.sendmail('-bH', '-OTimeout.hoststatus=0')
    assert os.listdir(folder) == []

# What is about a message is not about its host.
for replies, exit_status, expected in [({'RCPT': '450 4.2.1 later'}, 0, ''),
                                       ({'MAIL': '451 4.3.0 later'}, 0, 'D4.3.0\nR451 4.3.0 later\n'),
                                       ({'dot': '554 5.7.1 spam'}, 0, 'D5.7.1\nR554 5.7.1 spam\n'),
                                       ({'EHLO': '421 4.3.2 down'}, 75, 'D4.5.0\nR421 4.3.2 down\n')]:
    here, folder = site()
    with here, Sink(here.sink_port, replies=replies) as sink:
        submit(here, 'remote.test')
        assert status(folder, 1) == f'V0\nE0\nH0\nS{exit_status}\n{expected}.\n', (replies, status(folder, 1))
        said = submit(here, 'remote.test')
        assert ('Connecting' in said) == (exit_status == 0), (replies, said)

here, folder = site("define(`confSINGLE_THREAD_DELIVERY', `True')dnl\n")
with here, Sink(here.sink_port) as sink:
    submit(here, 'remote.test')
    with open(folder / '1./0./0./127', 'r+') as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        said = submit(here, 'remote.test')
        assert 'Connecting' not in said and 'kim@remote.test... Deferred\n' in said, said
        assert re.search(r'^\*127.0.0.1 ', here.sendmail('-bh').stdout, re.M)
    # A run of the daemon takes one message after the other, on one connection.
    for _ in range(3):
        here.sendmail('-odq', 'kim@remote.test', text=TEXT)
    sink.commands.clear()
    here.start('-q1h')
    wait_until(lambda: here.queue_files() == ['.hoststat'], 'all messages to be sent')
    assert sink.commands.count('EHLO mail.example.test') == 1 and len(sink.messages) == 5, sink.commands
    shutil.rmtree(folder)
    said = submit(here, 'remote.test')
    assert said.startswith('Warning: Cannot use HostStatusDirectory = .hoststat: No such file or directory\n'), said
