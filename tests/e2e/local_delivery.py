#!/usr/bin/env python3
"""Mail for a local user is in his mbox, with the lines a mailbox and a reader expect."""
import re

from lib.site import Site

with Site() as site:
    site.start()
    reply = site.send('kim@daum.net', [f'{site.user}@example.test'], 'Subject: hello\n\nfirst line\nFrom here\n')
    assert re.fullmatch(r'2\.0\.0 \w+ Message accepted for delivery', reply), reply
    text = site.mailbox(site.user).wait_for('first line')
    assert re.match(r'From kim@daum\.net \w{3} \w{3} +\d+ [\d:]{8} \d{4}\nReturn-Path: <kim@daum\.net>\n', text), text
    assert re.search(r'\nReceived: from client\.test \(localhost \[127\.0\.0\.1\]\)\n'
                     r'\tby mail\.example\.test \([^)]+\) with ESMTP id \w+\n'
                     rf'\tfor <{site.user}@example\.test>; ', text), text
    for field in ('Date', 'From', 'Message-Id'):
        assert re.search(rf'^{field}: .', text, re.M), (field, text)
    assert '\nSubject: hello\n\nfirst line\n>From here\n' in text, text
    log = site.wait_for_log('stat=Sent')
    assert re.search(r'from=<kim@daum\.net>, size=\d+, class=0, nrcpts=1, msgid=<[^>]+>, proto=ESMTP, daemon=MTA, '
                     r'relay=localhost \[127\.0\.0\.1\]', log), log
    assert re.search(rf'to=<{site.user}@example\.test>, (?:ctladdr=<\S+> \(\d+/\d+\), )?delay=00:00:0\d, xdelay=00:00:0\d, mailer=local, pri=\d+, '
                     r'dsn=2\.0\.0, stat=Sent', log), log
    assert site.queue_files() == [], site.queue_files()
