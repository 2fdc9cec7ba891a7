#!/usr/bin/env python3
"""New messages are divided among queue groups by ruleset queuegroup or the mailer's Q=, and by r=; of what a command submits
in several envelopes FastSplit says how many are delivered at once."""
import re

from lib.sink import Sink
from lib.site import Site, wait_until

TEXT = 'Subject: x\n\nbody\n'
TABLE = 'remote.test\tesmtp:[127.0.0.1]\nslow.test\tesmtp:[127.0.0.1]\n'


def site():
    made = Site()
    (made.dir / 'mqueue' / 'slow').mkdir(mode=0o700)
    with open(made.dir / 'site.cf', 'a') as cf:
        cf.write(f'Qslow, P={made.dir}/mqueue/slow, F=f, r=2\nSqueuegroup\nR$* @ slow.test\t\t$# slow\n')
    made.makemap('mailertable', TABLE)
    return made


def queued(here):
    """Folder and recipients of each message in the queue."""
    found = []
    for path in (here.dir / 'mqueue').rglob('qf*'):
        recipients = re.findall(r'^R\w*:<?(\w+)@', path.read_bytes().decode(errors='replace'), re.M)
        found.append((path.parent.name, ''.join(sorted(recipients))))
    return sorted(found)


with site() as here:
    for recipients, expected in [(['a@remote.test'], [('mqueue', 'a')]),
                                 (['a@slow.test'], [('slow', 'a')]),
                                 (['a@remote.test', 'b@slow.test', 'c@remote.test'], [('mqueue', 'ac'), ('slow', 'b')]),
                                 (['a@slow.test', 'b@slow.test', 'c@slow.test'], [('slow', 'ab'), ('slow', 'c')])]:
        here.sendmail('-odq', *recipients, text=TEXT)
        assert queued(here) == expected, (recipients, queued(here))
        for path in (here.dir / 'mqueue').rglob('?f*'):
            path.unlink()

for limit, sent in [(1, 1), (2, 2), (9, 3)]:
    with site() as here, Sink(here.sink_port) as sink:
        here.sendmail('-odi', f'-OFastSplit={limit}', *[f'{name}@slow.test' for name in 'abcde'], text=TEXT)
        assert len(sink.messages) == sent and len(queued(here)) == 3 - sent, (limit, queued(here))
        here.sendmail('-qGslow', '-v')
        assert len(sink.messages) == 3 and queued(here) == [], queued(here)
        assert all(text.endswith('\nbody\n') for _, _, text in sink.messages)

# The daemon delivers all of them.
with site() as here, Sink(here.sink_port) as sink:
    here.start()
    here.send('lee@remote.test', ['a@remote.test', *[f'{name}@slow.test' for name in 'bcd'], 'e@remote.test'], TEXT)
    wait_until(lambda: len(sink.messages) == 3, 'all three messages')
    wait_until(lambda: queued(here) == [], 'an empty queue')
    assert re.search(r'\S+: split: count=2, ids=\S+; \S+', here.log()), here.log()
