#!/usr/bin/env python3
"""Connections are kept for the next message of a queue run; -v and the other server see what they see of sendmail 8.17."""
from lib.sink import Sink
from lib.site import Site

TEXT = 'Subject: x\n\nbody\n'
TABLE = 'remote.test\tesmtp:[127.0.0.1]\nrefused.test\tesmtp:[127.0.0.9]\n'
NEW, AGAIN, LEFT = 'EHLO mail.example.test', 'RSET', 'QUIT'


def steps(commands):
    """How connections begin and end among the messages."""
    return [word for word in commands if word in (NEW, AGAIN, LEFT)]


def site(extra=''):
    made = Site(extra)
    made.makemap('mailertable', TABLE)
    return made


def queue(here, *domains):
    for domain in domains:
        here.sendmail('-odq', f'kim@{domain}', text=TEXT)


for what, extra, expected in [
        ('the default', '', [NEW, AGAIN, AGAIN, AGAIN, LEFT]),
        ('one', "define(`confMCI_CACHE_SIZE', `1')dnl\n", [NEW, AGAIN, AGAIN, AGAIN, LEFT]),
        ('none', "define(`confMCI_CACHE_SIZE', `0')dnl\n", [NEW, LEFT] * 4),
        ('not for any time', "define(`confMCI_CACHE_TIMEOUT', `0')dnl\n", [NEW, LEFT] * 4),
        ('two messages each', "define(`SMTP_MAILER_MAXMSGS', `2')dnl\n", [NEW, AGAIN, LEFT] * 2)]:
    with site(extra) as here, Sink(here.sink_port) as sink:
        queue(here, *['remote.test'] * 4)
        said = here.sendmail('-q', '-v').stdout
        assert len(sink.messages) == 4 and here.queue_files() == [], what
        assert steps(sink.commands) == expected, (what, sink.commands)
        reused = said.count('kim@remote.test... Using cached ESMTP connection to [127.0.0.1] via esmtp...\n')
        assert reused == expected.count(AGAIN), (what, said)
        assert said.count('Closing connection to [127.0.0.1]\n>>> QUIT\n') == (0 if what == 'none' else expected.count(LEFT)), said

# A connection that is gone, or that the server wants to end, is no harm.
for reply in ('421 4.3.2 shutting down', '500 what?'):
    with site() as here, Sink(here.sink_port, replies={'RSET': reply}) as sink:
        queue(here, 'remote.test', 'remote.test')
        here.sendmail('-q', '-v')
        assert len(sink.messages) == 2 and here.queue_files() == [], reply
        assert steps(sink.commands) == [NEW, AGAIN, LEFT, NEW, LEFT], (reply, sink.commands)

# A refused recipient leaves the connection as good as before.
with site() as here, Sink(here.sink_port, extensions=(), replies={'RCPT': '550 5.1.1 no'}) as sink:
    queue(here, 'remote.test', 'remote.test')
    here.sendmail('-q', '-v')
    assert steps(sink.commands) == [NEW, AGAIN, LEFT], sink.commands

# Who could not be connected to is not tried again in this run; a host list goes on with its next.
with site() as here:
    queue(here, 'refused.test', 'refused.test', 'refused.test')
    for _ in range(2):
        said = here.sendmail('-q', '-v').stdout
        assert said.count('Connecting to [127.0.0.9]') == 1, said
        assert said.count('kim@refused.test... Deferred: Connection refused by [127.0.0.9]\n') == 3, said
