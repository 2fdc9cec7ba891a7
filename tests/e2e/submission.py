#!/usr/bin/env python3
"""`sendmail -t` takes recipients from the header, hides Bcc, adds what is missing; the exit status tells how it went."""
from lib.sink import Sink
from lib.site import Site, wait_until

with Site() as site, Sink(site.sink_port) as sink:
    site.sendmail('-t', '-i', '-odi', text='To: kim@remote.test\nBcc: park@remote.test\nSubject: dash t\n\n.\nafter\n')
    wait_until(lambda: sink.messages, 'the message')
    _, recipients, text = sink.messages[0]
    assert sorted(line.split('<')[1].split('>')[0] for line in recipients) == ['kim@remote.test', 'park@remote.test']
    assert 'park' not in text and '\nSubject: dash t\n' in text and text.endswith('\n\n..\nafter\n'), text
    assert f'(from {site.user}@localhost)' in text, text
    assert site.sendmail(check=False).returncode == 64
    unknown = site.sendmail('-odi', '-oeq', 'nosuchuser', text='Subject: x\n\nx\n', check=False)
    assert unknown.returncode == 67, unknown
