#!/usr/bin/env python3
"""ETRN starts a run for the messages of a node, held ones (mailer flag %) among them; -qG is about one queue group."""
from lib.sink import Sink
from lib.site import Site, wait_until

TEXT = 'Subject: x\n\nbody\n'
EXTRA = "define(`SMTP_MAILER_FLAGS', `%')dnl\n"
TABLE = ''.join(f'{domain}\tesmtp:[127.0.0.1]\n' for domain in ('remote.test', 'sub.remote.test', 'other.test'))

with Site(EXTRA) as site, Sink(site.sink_port) as sink:
    site.makemap('mailertable', TABLE)
    site.start()
    for domain in ('remote.test', 'sub.remote.test', 'other.test'):
        site.send('lee@example.test', [f'kim@{domain}'], TEXT)
    wait_until(lambda: site.log().count('stat=queued') == 3, 'three messages that wait')
    with site.smtp() as client:
        client.ehlo()
        for argument, reply, sent in [
                ('', (500, b'5.5.2 Parameter required'), None),
                ('#nosuchgroup', (459, b'4.5.4 Queue nosuchgroup unknown'), None),
                ('remote.test', (250, b'2.0.0 Queuing for node remote.test started'), 'kim@remote.test'),
                ('@remote.test', (250, b'2.0.0 Queuing for node @remote.test started'), 'kim@sub.remote.test'),
                ('other.test', (250, b'2.0.0 Queuing for node other.test started'), 'kim@other.test'),
                ('#mqueue', (250, b'2.0.0 Queuing for queue group mqueue started'), None)]:
            before = len(sink.messages)
            assert client.docmd('ETRN', argument) == reply, argument
            if sent:
                wait_until(lambda: len(sink.messages) > before, f'the message for {argument}')
                assert f'<{sent}>' in sink.messages[-1][1][0], (argument, sink.messages)
    assert len(sink.messages) == 3
    wait_until(lambda: site.queue_files() == [], 'an empty queue')

with Site() as site, Sink(site.sink_port) as sink:
    site.makemap('mailertable', TABLE)
    site.sendmail('-odq', 'kim@remote.test', text=TEXT)
    unknown = site.sendmail('-qGnosuch', '-v', check=False)
    assert (unknown.returncode, unknown.stderr) == (64, 'Queue group nosuch unknown\n'), unknown
    assert sink.messages == []
    site.sendmail('-qGmqueue', '-v')
    assert len(sink.messages) == 1
