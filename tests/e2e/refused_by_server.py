#!/usr/bin/env python3
"""What the other server refuses for good comes back to the sender as a report with its words."""
from lib.sink import Sink
from lib.site import Site

with Site() as site, Sink(site.sink_port, replies={'RCPT': '550 5.1.1 <nobody@remote.test>... User unknown'}) as sink:
    site.start()
    site.send(f'{site.user}@example.test', ['nobody@remote.test'], 'Subject: lost\n\nto nobody\n')
    report = site.mailbox(site.user).wait_for('Subject: Returned mail: see transcript for details')
    for line in ('Content-Type: multipart/report; report-type=delivery-status;',
                 '    (reason: 550 5.1.1 <nobody@remote.test>... User unknown)',
                 '<<< 550 5.1.1 <nobody@remote.test>... User unknown', 'Action: failed', 'Status: 5.1.1',
                 'Subject: lost', 'to nobody'):
        assert line in report, (line, report)
    log = site.wait_for_log('DSN: User unknown')
    assert 'stat=User unknown' in log, log
