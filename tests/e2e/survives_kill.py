#!/usr/bin/env python3
"""After 250 a message survives kill -9 of the daemon: it is delivered once after the next start."""
import signal

from lib.sink import Sink
from lib.site import Site, wait_until

with Site('define(`confDELIVERY_MODE\', `queue\')dnl') as site:
    site.start()
    for number in range(5):
        site.send('lee@example.test', ['kim@remote.test'], f'Subject: {number}\n\nnumber {number}\n')
    site.stop(signal.SIGKILL)
    with Sink(site.sink_port) as sink:
        site.start('-q1h')
        wait_until(lambda: len(sink.messages) >= 5, 'five messages')
        wait_until(lambda: site.queue_files() == [], 'an empty queue')
    subjects = sorted(text.split('Subject: ')[1][0] for _, _, text in sink.messages)
    assert subjects == ['0', '1', '2', '3', '4'], subjects
