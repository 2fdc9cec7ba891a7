#!/usr/bin/env python3
"""Recipients that do not exist are found out before a message is queued, in every delivery mode: the caller is told on
standard output (ErrorMode print), the exit status is theirs, and only who can be delivered to is in the queue."""
import re

from lib.sink import Sink
from lib.site import Site, wait_until

TEXT = 'Subject: x\n\nbody\n'
ALIASES = 'postmaster: {user}\nhalf: kim@remote.test, nosuchmember\nclub: a@remote.test\nowner-club: boss@remote.test\n'


def site(extra=''):
    made = Site(extra)
    made.makemap('mailertable', 'remote.test\tesmtp:[127.0.0.1]\nbad.test\terror:5.7.1:550 not wanted here\n')
    made.write('aliases', ALIASES.format(user=made.user))
    made.sendmail('-bi')
    return made


def recipients(here):
    """The R lines of all messages in the queue."""
    text = ''.join(path.read_bytes().decode(errors='replace') for path in (here.dir / 'mqueue').glob('qf*'))
    return sorted(re.findall(r'^R\w*:(.*)$', text, re.M))


def submit(here, *arguments):
    run = here.sendmail(*arguments, text=TEXT, check=False)
    return run.returncode, run.stdout


for mode in 'ibqd':
    with site() as here, Sink(here.sink_port) as sink:
        code, said = submit(here, '-od' + mode, 'nosuchuser')
        assert code == 67 and said.startswith('nosuchuser... User unknown\n'), (mode, code, said)
        assert here.queue_files() == [], mode
for mode in 'ibq':
    with site() as here, Sink(here.sink_port) as sink:
        code, said = submit(here, '-od' + mode, '-fme@remote.test', 'kim@bad.test', 'half', 'x@remote.test')
        lines = ['kim@bad.test... not wanted here', 'nosuchmember... User unknown']
        assert code == 69 and said.splitlines()[:2] == lines, (mode, code, said)
        if mode == 'q':
            assert recipients(here) == ['kim@remote.test', 'x@remote.test'], recipients(here)
        else:
            wait_until(lambda: sink.messages and here.queue_files() == [], 'the delivery to the others')
            assert len(sink.messages[0][1]) == 2, sink.messages

# What ErrorMode makes of it: said, mailed or neither; berknet's exit status is 0.
for errors, code, is_told, is_mailed in [('p', 67, True, False), ('q', 67, False, False), ('m', 67, False, True),
                                         ('w', 67, False, True), ('e', 0, False, True)]:
    with site() as here, Sink(here.sink_port) as sink:
        got, said = submit(here, '-odq', '-oe' + errors, '-fme@remote.test', 'nosuchuser', 'x@remote.test')
        assert got == code and ('nosuchuser... User unknown' in said) == is_told, (errors, got, said)
        reports = [text for sender, _, text in sink.messages if '<>' in sender]
        assert len(reports) == is_mailed and recipients(here) == ['x@remote.test'], (errors, sink.messages)
        assert not is_mailed or 'nosuchuser' in reports[0], reports

with site() as here, Sink(here.sink_port) as sink:
    # In the background nobody is there any more to be told.
    code, said = submit(here, '-odb', '-oep', '-fme@remote.test', 'nosuchuser', 'x@remote.test')
    assert code == 67 and 'nosuchuser... User unknown\n' in said, (code, said)
    wait_until(lambda: len(sink.messages) == 2, 'the message and the report')

with site() as here:
    # A list with an owner waits in an envelope of its own.
    assert submit(here, '-odq', 'club', 'x@remote.test') == (0, '')
    assert len([name for name in here.queue_files() if name.startswith('qf')]) == 2, here.queue_files()
    # -n: an alias is no address.
    assert submit(here, '-odq', '-n', 'club')[0] == 67
    assert here.sendmail('-bv', '-n', 'club', check=False).returncode == 67

with site("define(`confQUEUE_LA', `0')dnl\n") as here, Sink(here.sink_port) as sink:
    # Whatever the load is, it is not below QueueLA, and so many recipients can wait.
    assert submit(here, '-odi', *[f'kim{number}@remote.test' for number in range(40)]) == (0, '')
    assert len(recipients(here)) == 40 and sink.messages == [], sink.messages
