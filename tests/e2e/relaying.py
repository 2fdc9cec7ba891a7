#!/usr/bin/env python3
"""Mail for another domain goes to its server, with the wishes for reports; who may not relay is told so."""
from lib.sink import Sink
from lib.site import Site, wait_until

with Site() as site, Sink(site.sink_port) as sink:
    site.start()
    site.send('lee@example.test', ['kim@remote.test'], 'Subject: across\n\n.dot\ntext\n')
    wait_until(lambda: sink.messages, 'the message at the other server')
    sender, recipients, text = sink.messages[0]
    assert sender.startswith('MAIL From:<lee@example.test>'), sender
    assert [line.split(' NOTIFY')[0] for line in recipients] == ['RCPT To:<kim@remote.test>'], recipients
    assert '\nSubject: across\n\n..dot\ntext\n' in text, text
    log = site.wait_for_log('stat=Sent (')
    assert 'relay=[127.0.0.1] [127.0.0.1], dsn=2.0.0, stat=Sent (kept)' in log, log
    with site.smtp('127.0.0.2') as client:
        client.ehlo()
        client.docmd('MAIL FROM:<lee@example.test>')
        code, reply = client.docmd('RCPT TO:<kim@elsewhere.test>')
        assert code == 550 and b'Relaying denied' in reply, reply

# Who wants to hear of success hears it from the last server that can tell (RFC 3461, 5.2).
for extensions, notify, receipts in (((), '', 1), (('DSN',), ' NOTIFY=SUCCESS', 0)):
    with Site() as site, Sink(site.sink_port, extensions=extensions) as sink:
        site.sendmail('-odi', '-N', 'success', '-f', 'lee@remote.test', 'kim@remote.test', text='Subject: across\n\ntext\n')
        wait_until(lambda: 'is empty' in site.sendmail('-bp').stdout, 'an empty queue')
        assert sink.messages[0][1] == ['RCPT To:<kim@remote.test>' + notify], sink.messages
        assert ['Subject: Return receipt' in text for _, _, text in sink.messages[1:]] == [True] * receipts, sink.messages
