#!/usr/bin/env python3
"""-X FILE: everything that is said on the way of a message, as sendmail writes it, in the clear."""
import os

from lib.sink import Sink
from lib.site import Site, wait_until

TEXT = 'Subject: x\n\nbody\n.dot\n'


def lines(path):
    """Without the process ids."""
    return [line.split(' ', 1)[1] for line in path.read_text().splitlines()]


def contains(seen, expected):
    """The lines one after the other."""
    return any(seen[start:start + len(expected)] == expected for start in range(len(seen)))


with Site() as site, Sink(site.sink_port) as sink:
    if os.geteuid() == 0:
        site.dir.chmod(0o711)
    log = site.dir / 'traffic'
    site.write('aliases', f'postmaster: {site.user}\nrobot: "|/bin/cat >/dev/null"\n')
    site.sendmail('-bi')
    site.sendmail('-i', '-X', str(log), '-odi', 'kim@remote.test', text=TEXT)
    seen = lines(log)
    assert seen[:5] == ['<<< Subject: x', '<<< ', '<<< body', '<<< .dot', '<<< [EOF]'], seen
    assert contains(seen, ['=== CONNECT [127.0.0.1]', '<<< 220 sink.test ESMTP', '>>> EHLO mail.example.test']), seen
    assert contains(seen, ['>>> body', '>>> ..dot', '>>> .', '<<< 250 kept', '>>> QUIT', '<<< 221 bye']), seen
    log.unlink()
    site.sendmail(f'-X{log}', '-odi', 'robot', text=TEXT)
    assert '=== EXEC sh -c /bin/cat >/dev/null' in lines(log) and '>>> body' in lines(log), lines(log)
    log.unlink()
    site.start(f'-X{log}')
    site.send('lee@example.test', ['kim@remote.test'], TEXT)
    wait_until(lambda: len(sink.messages) == 2 and '>>> QUIT' in lines(log), 'the delivery')
    seen = lines(log)
    for expected in ('<<< MAIL FROM:<lee@example.test>', '>>> 250 2.1.0 <lee@example.test>... Sender ok', '=== CONNECT [127.0.0.1]',
                     '>>> MAIL From:<lee@example.test>'):
        assert any(line.startswith(expected) for line in seen), (expected, seen)
    refused = site.sendmail('-X/nonexistent/x', '-odi', 'kim@remote.test', text=TEXT, check=False)
    assert (refused.returncode, refused.stderr) == (73, 'cannot open /nonexistent/x: No such file or directory\n'), refused
