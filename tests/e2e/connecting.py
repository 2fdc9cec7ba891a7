#!/usr/bin/env python3
"""Which server is connected to, for how long and when: ConnectOnlyTo, FallbackSmartHost, DialDelay, Timeout.iconnect and
Timeout.aconnect, HoldExpensive; what -v says about it is what sendmail 8.17 was seen to say."""
import contextlib
import re
import socket
import time

from lib.sink import Sink
from lib.site import Site, wait_until

TEXT = 'Subject: x\n\nbody\n'
TABLE = """\
remote.test\tesmtp:[127.0.0.1]
dead.test\tesmtp:[127.0.0.9]:[127.0.0.8]
far.test\tesmtp:[192.0.2.1]
unknown.test\tesmtp:nosuch.invalid
slow.test\tesmtp:[127.0.0.21]:[127.0.0.22]:[127.0.0.23]
"""


@contextlib.contextmanager
def never_accepting(port, *addresses):
    """Ports whose queue of connections is full: connecting takes until somebody gives up."""
    with contextlib.ExitStack() as stack:
        for address in addresses:
            listener = stack.enter_context(socket.create_server((address, port), backlog=0))
            for _ in range(2):
                client = stack.enter_context(socket.socket())
                client.setblocking(False)
                client.connect_ex(listener.getsockname())
        yield


def site(extra=''):
    made = Site(extra)
    made.makemap('mailertable', TABLE)
    return made


def hosts(output):
    """The servers that -v names, in their order."""
    return re.findall(r'Connecting to (\S+) port', output)


# All connections go to one address; the log and -v go on naming the one that was meant.
with site("define(`confCONNECT_ONLY_TO', `127.0.0.1')dnl\n") as here, Sink(here.sink_port) as sink:
    said = here.sendmail('-v', '-odi', 'kim@far.test', text=TEXT).stdout
    assert f'kim@far.test... Connecting to [192.0.2.1] port {here.sink_port} via esmtp...\n' in said, said
    assert 'kim@far.test... Sent (kept)' in said and len(sink.messages) == 1, said

# Once, and after the first host that could not be reached.
with site("define(`confFALLBACK_SMARTHOST', `[127.0.0.7]')dnl\n") as here:
    for domain, expected in [('unknown.test', ['[127.0.0.7]']), ('dead.test', ['[127.0.0.9]', '[127.0.0.7]', '[127.0.0.8]'])]:
        said = here.sendmail('-v', '-odi', 'kim@' + domain, text=TEXT).stdout
        assert hosts(said) == expected and 'Deferred: Connection refused by' in said, (domain, said)
with site("define(`confFALLBACK_SMARTHOST', `[127.0.0.1]')dnl\n") as here, Sink(here.sink_port) as sink:
    for number, domain in enumerate(['unknown.test', 'dead.test'], 1):
        here.sendmail('-odi', 'kim@' + domain, text=TEXT)
        assert len(sink.messages) == number, domain
# One that has no address does not make mail fail that can be tried again.
with site("define(`confFALLBACK_SMARTHOST', `smart.invalid')dnl\n") as here:
    said = here.sendmail('-v', '-odi', 'kim@dead.test', text=TEXT).stdout
    assert 'Deferred: Connection refused by [127.0.0.8]' in said, said

# For mailers with F=Z alone: an hour would be too long for this test.
for flags, delay, least in [('', '1h', 0), ('Z', '1s', 2)]:
    with site(f"define(`confDIAL_DELAY', `{delay}')dnl\ndefine(`SMTP_MAILER_FLAGS', `{flags}')dnl\n") as here:
        began = time.monotonic()
        here.sendmail('-odi', 'kim@dead.test', text=TEXT)
        assert time.monotonic() - began >= least, 'no second try after DialDelay'

with site("define(`confTO_CONNECT', `60s')dnl\n") as here:
    with never_accepting(here.sink_port, '127.0.0.21', '127.0.0.22', '127.0.0.23'):
        said = here.sendmail('-v', '-odi', '-OTimeout.iconnect=1s', 'kim@slow.test', text=TEXT).stdout
        assert hosts(said) == ['[127.0.0.21]', '[127.0.0.22]', '[127.0.0.23]'], said
        assert 'Deferred: Connection timed out with [127.0.0.23]' in said, said
        said = here.sendmail('-v', '-odi', '-OTimeout.connect=1s', '-OTimeout.aconnect=1s', 'kim@slow.test', text=TEXT).stdout
        assert hosts(said) == ['[127.0.0.21]'] and 'Deferred: Connection timed out with [127.0.0.21]' in said, said

# Expensive mailers wait for a queue run, unless somebody watches.
with site("define(`confCON_EXPENSIVE', `True')dnl\ndefine(`SMTP_MAILER_FLAGS', `e')dnl\n") as here, Sink(here.sink_port) as sink:
    here.start()
    here.send('lee@example.test', ['kim@remote.test'], TEXT)
    log = here.wait_for_log('stat=queued')
    assert re.search(r'to=<kim@remote.test>, delay=00:00:0\d, mailer=esmtp, pri=\d+, stat=queued', log), log
    assert sink.messages == [] and 'Deferred' not in here.sendmail('-bp').stdout
    assert 'Sent (kept)' in here.sendmail('-v', '-odi', 'kim@remote.test', text=TEXT).stdout and len(sink.messages) == 1
    here.sendmail('-q', '-v')
    wait_until(lambda: len(sink.messages) == 2, 'the message that waited')
with site("define(`SMTP_MAILER_FLAGS', `e')dnl\n") as here, Sink(here.sink_port) as sink:
    here.sendmail('-odi', 'kim@remote.test', text=TEXT)
    here.sendmail('-odi', '-c', 'kim@remote.test', text=TEXT)
    assert len(sink.messages) == 1, '-c is HoldExpensive'

# Mailers with F=% wait until a run asks for their messages.
with site("define(`SMTP_MAILER_FLAGS', `%')dnl\n") as here, Sink(here.sink_port) as sink:
    here.sendmail('-odi', 'kim@remote.test', text=TEXT)
    here.sendmail('-q', '-v')
    assert sink.messages == [], 'nobody asked'
    here.sendmail('-qRremote.test', '-v')
    assert len(sink.messages) == 1, 'asked for'
