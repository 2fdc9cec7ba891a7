#!/usr/bin/env python3
"""Members of a list with an owner get their message from the owner, in an envelope of its own, and errors go there."""
import re

from lib.sink import Sink
from lib.site import Site, wait_until

TABLE = 'remote.test\tesmtp:[127.0.0.1]\nrefused.test\tesmtp:[127.0.0.9]\n'
ALIASES = """\
postmaster: {user}
list: a@remote.test, b@remote.test
owner-list: listadmin@remote.test
two: c@remote.test
owner-two: two-boss
two-boss: {user}
wrong: d@refused.test, nosuchuser
owner-wrong: wrongadmin@remote.test
"""


def senders(sink):
    """The envelopes that the other server got: sender to recipients."""
    bare = [(re.search('<(.*)>', sender)[1], [re.search('<(.*)>', one)[1] for one in to]) for sender, to, _ in sink.messages]
    return {sender: sorted(to) for sender, to in bare}


with Site() as site, Sink(site.sink_port) as sink:
    site.makemap('mailertable', TABLE)
    site.write('aliases', ALIASES.format(user=site.user))
    site.sendmail('-bi')
    site.start()
    site.send('lee@remote.test', ['list@example.test', 'two@example.test', 'x@remote.test'], 'Subject: lists\n\nbody\n')
    wait_until(lambda: len(sink.messages) == 3, 'three messages')
    assert senders(sink) == {'lee@remote.test': ['x@remote.test'],
                             'listadmin@remote.test': ['a@remote.test', 'b@remote.test'],
                             'two-boss@mail.example.test': ['c@remote.test']}, sink.messages
    assert all(text.endswith('\nbody\n') for _, _, text in sink.messages)
    wait_until(lambda: site.queue_files() == [], 'an empty queue')
    clones = re.findall(r'(\S+): (\S+): clone: owner=(\S+)', site.log())
    assert [owner for _, _, owner in clones] == ['listadmin@remote.test', 'two-boss'], clones
    for original, clone, _ in clones:
        assert f'{clone}: to=' in site.log() and original != clone, clones

    # Errors are mailed to the owner, at once; who is to be tried again waits in the owner's envelope.
    sink.messages.clear()
    site.send('lee@remote.test', ['wrong@example.test'], 'Subject: wrong\n\nbody\n')
    wait_until(lambda: sink.messages, 'the report')
    sender, recipients, text = sink.messages[0]
    assert '<>' in sender and '<wrongadmin@remote.test>' in recipients[0], sink.messages
    assert 'nosuchuser' in text and 'Action: failed' in text, text
    site.wait_for_log('stat=Deferred: Connection refused by [127.0.0.9]')
    wait_until(lambda: len(site.queue_files()) == 2, 'one message in the queue')
    qf = next((site.dir / 'mqueue').glob('qf*')).read_bytes().decode(errors='replace')
    assert '\nSwrongadmin@remote.test\n' in qf and re.search(r'^RFDA?:d@refused.test$', qf, re.M), qf
