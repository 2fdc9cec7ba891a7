#!/usr/bin/env python3
"""While the other server is down the message waits as qf and df, mailq says why, and the next run delivers it;
so does a message that comes while the load is at QueueLA."""
from lib.sink import Sink
from lib.site import Site, wait_until

with Site() as site:
    site.start()
    site.send('lee@example.test', ['kim@remote.test'], 'Subject: later\n\nbody\n')
    site.wait_for_log('stat=Deferred: Connection refused by [127.0.0.1]')
    wait_until(lambda: len(site.queue_files()) == 2, 'qf and df')
    assert [name[:2] for name in site.queue_files()] == ['df', 'qf'], site.queue_files()
    listed = site.sendmail('-bp').stdout
    assert '(Deferred: Connection refused by [127.0.0.1])' in listed, listed
    assert '<kim@remote.test>' in listed and 'Total requests: 1' in listed, listed
    with Sink(site.sink_port) as sink:
        site.sendmail('-q', '-v')
        wait_until(lambda: sink.messages, 'the message at the other server')
    wait_until(lambda: site.queue_files() == [], 'an empty queue')
    assert 'is empty' in site.sendmail('-bp').stdout

with Site("define(`confQUEUE_LA', `0')dnl\n") as site, Sink(site.sink_port) as sink:
    site.start()
    # So many recipients wait at any load.
    site.send('lee@example.test', [f'kim{number}@remote.test' for number in range(40)], 'Subject: busy\n\nbody\n')
    log = site.wait_for_log('to=<kim39@remote.test>')
    assert log.count('stat=queued') == 40 and sink.messages == [], log
