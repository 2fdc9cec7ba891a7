#!/usr/bin/env python3
"""ColonOkInAddr, RrtImpliesDsn, UseErrorsTo, DontPruneRoutes, MeToo, MaxMimeHeaderLength and DirectSubmissionModifiers are
seen by who gets the mail."""
from lib.sink import Sink
from lib.site import Site, wait_until


def options(**values):
    return ''.join(f"define(`conf{name}', `{value}')dnl\n" for name, value in values.items())


def recipients(message):
    return [line.split('<')[1] for line in message[1]]


def line_of(message, name):
    return next((line for line in message[2].split('\n\n')[0].split('\n') if line.startswith(name + ':')), None)


def messages_of(site, sink, text, *arguments, count=1, sender='lee@remote.test'):
    """What arrives elsewhere of one submission."""
    sink.messages.clear()
    site.sendmail('-odi', '-oem', '-f', sender, *arguments, text=text, check=False)
    wait_until(lambda: len(sink.messages) >= count, f'{count} messages for {arguments}')
    return sorted(sink.messages, key=recipients)


TO_NOBODY = 'Errors-To: Desk <desk@remote.test>\nSubject: x\n\nlost\n'
GROUP = 'To: Foo: Bar <kim@remote.test>, news:park@remote.test\nSubject: x\n\ngroup\n'

with Site() as site, Sink(site.sink_port) as sink:
    message, = messages_of(site, sink, GROUP, 'kim@remote.test')
    assert line_of(message, 'To') == 'To: Foo: Bar <kim@remote.test>, news:park@remote.test', message
    message, = messages_of(site, sink, 'Return-Receipt-To: lee@remote.test\nSubject: x\n\nno receipt\n', 'kim@remote.test')
    assert line_of(message, 'Return-Receipt-To'), message
    report, = messages_of(site, sink, TO_NOBODY, 'nosuchuser')
    assert recipients(report) == ['lee@remote.test>'], report

flags = 'LOCAL_CONFIG\nHX-Flags: ${daemon_flags}\n'
site_options = options(COLON_OK_IN_ADDR='True', RRT_IMPLIES_DSN='True', USE_ERRORS_TO='True', ME_TOO='False',
                       MAX_MIME_HEADER_LENGTH='50/20', DIRECT_SUBMISSION_MODIFIERS='aE')
with Site(site_options + flags) as site, Sink(site.sink_port) as sink:
    site.write('aliases', 'team: lee@remote.test, kim@remote.test\n')
    site.sendmail('-bi')
    message, = messages_of(site, sink, GROUP, 'kim@remote.test')
    assert line_of(message, 'To') == 'To: "Foo: Bar" <kim@remote.test>, park@remote.test', message
    assert line_of(message, 'X-Flags') == 'X-Flags: a EE', message

    message, receipt = messages_of(site, sink, 'Return-Receipt-To: lee@remote.test\nSubject: x\n\nreceipt\n',
                                   'kim@remote.test', count=2)
    assert line_of(message, 'Return-Receipt-To') is None, message
    assert line_of(receipt, 'Subject') == 'Subject: Return receipt', receipt
    assert recipients(receipt) == ['lee@remote.test>'], receipt

    report, = messages_of(site, sink, TO_NOBODY, 'nosuchuser')
    assert sorted(recipients(report)) == ['desk@remote.test>', 'lee@remote.test>'], report

    message, = messages_of(site, sink, 'Subject: x\n\nto the team\n', 'team')
    assert recipients(message) == ['kim@remote.test>'], message

    message, = messages_of(site, sink, f'Content-Type: text/plain; name="{"y" * 60}"\n\nlong\n', 'kim@remote.test')
    assert line_of(message, 'Content-Type') == f'Content-Type: text/plain; name="{"y" * 13}"', message

with Site(flags) as site, Sink(site.sink_port) as sink:
    for arguments, expected in (((), 'X-Flags: c u'), (('-G',), 'X-Flags: CC f')):
        message, = messages_of(site, sink, 'Subject: x\n\nflags\n', *arguments, 'kim@remote.test')
        assert line_of(message, 'X-Flags') == expected, message

# A configuration that keeps routes: the report goes by the route, and where it may be taken off, also straight back.
KEEPS_ROUTES = '''V10/Berkeley
DnMAILER-DAEMON
Djmail.example.test
OQ{dir}/mqueue
O OperatorChars=.:%@!^/[]+
O DontPruneRoutes={value}
Mlocal, P=[FILE], F=lsDFMAw5:/|@SPE9, A=FILE {dir}/mail/$u
Mprog, P=/bin/sh, F=lsDFMoqeu9, A=sh -c $u
Mesmtp, P=[IPC], F=mDFMuXa, A=TCP $h {port}
Sparse=0
R$* < $* > $*\t$#esmtp $@ [127.0.0.1] $: $2
R$* @ $*\t$#esmtp $@ [127.0.0.1] $: $1 @ $2
R$*\t$#local $: $1
'''
for value, expected in (('True', ['@a.test:lee@remote.test>']), ('False', ['@a.test:lee@remote.test>', 'lee@remote.test>'])):
    with Site() as site, Sink(site.sink_port) as sink:
        site.write('site.cf', KEEPS_ROUTES.format(dir=site.dir, value=value, port=site.sink_port))
        report, = messages_of(site, sink, 'Subject: x\n\nlost\n', 'nosuchuser', sender='<@a.test:lee@remote.test>')
        assert recipients(report) == expected, report
