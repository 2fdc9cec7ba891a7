#!/usr/bin/env python3
"""AUTH as a client: whose credentials, which mechanism, what a failure means, as sendmail 8.17 was seen to do it. No secret
is in a log, in what -v shows or in the queue."""
import base64
import os

from lib.sink import Sink
from lib.site import Site

SECRET = 'only4us'
INFO = f'AuthInfo:127.0.0.1\t"U:joe" "I:joeid" "P:{SECRET}" "M:LOGIN PLAIN CRAM-MD5"\n'
LOGIN = ['334 VXNlcm5hbWU6', '334 UGFzc3dvcmQ6']
CRAM = ['334 PDEyMzQ1LjEyM0B4Pg==']
OK, NO, LATER = ['235 2.7.0 ok'], ['535 5.7.8 no'], ['454 4.7.0 later']
SENT = 'stat=Sent (kept)'
ABORT = 'AUTH=client, relay=[127.0.0.1], temporary failure, connection abort'
DEFERRED = 'dsn=4.3.0, stat=Deferred: Temporary AUTH failure'


def plain(user, name, password):
    return base64.b64encode(f'{user}\0{name}\0{password}'.encode()).decode()


def words(text):
    return base64.b64encode(text.encode()).decode()


def done(mechanism):
    return f'AUTH=client, relay=[127.0.0.1], mech={mechanism}, bits=0'


def without_mechanism(names):
    return f'AUTH=client, available mechanisms={names} do not fulfill requirements'


BY_PLAIN = ['AUTH PLAIN ' + plain('joe', 'joeid', SECRET)]
BY_LOGIN = ['AUTH LOGIN', words('joeid'), words(SECRET)]

# What, access map, what the server says to each mechanism, log lines, what the server hears between EHLO and MAIL or QUIT.
BY_RULESET = [
    ('success', INFO, {'PLAIN': OK}, [done('PLAIN'), SENT], BY_PLAIN),
    ('the other mechanism', INFO, {'PLAIN': NO, 'LOGIN': LOGIN + OK}, [done('LOGIN'), SENT], BY_PLAIN + BY_LOGIN),
    ('refused now, accepted otherwise', INFO, {'PLAIN': LATER, 'LOGIN': LOGIN + OK}, [done('LOGIN'), SENT], BY_PLAIN + BY_LOGIN),
    ('refused for good is no reason not to send', INFO, {'PLAIN': NO}, [SENT], BY_PLAIN),
    ('refused for now', INFO, {'PLAIN': LATER},
     [ABORT, 'dsn=4.3.0, reply=454 4.7.0 later, stat=Deferred: Temporary AUTH failure'], BY_PLAIN),
    ('neither yes nor no', INFO, {'PLAIN': ['250 ok']}, [ABORT, DEFERRED], BY_PLAIN),
    ('a challenge that is none', INFO, {'CRAM-MD5': ['334 !!!', '501 5.5.4 what']}, [SENT], ['AUTH CRAM-MD5', '*']),
    ('a challenge too many', INFO, {'PLAIN': ['334 ', '535 5.7.8 no']}, [SENT], [*BY_PLAIN, '*']),
    ('nothing that both know', INFO, {'GSSAPI': NO}, [without_mechanism(''), ABORT, DEFERRED], []),
    ('nothing that the library knows', f'AuthInfo:\t"U:joe" "P:{SECRET}" "M:X-NONE"\n', {'X-NONE': NO},
     [without_mechanism('X-NONE'), ABORT, DEFERRED], []),
    ('AuthMechanisms where M: is missing', f'AuthInfo:\t"U:joe" "P:{SECRET}"\n', {'PLAIN': OK, 'CRAM-MD5': CRAM + NO}, [SENT],
     ['AUTH CRAM-MD5', None]),
    ('not for this server', f'AuthInfo:192.0.2.1\t"U:joe" "P:{SECRET}"\n', {'PLAIN': OK}, [SENT], []),
    ('a password in base64', f'AuthInfo:\t"U:joe" "P={words(SECRET)}" "M:PLAIN"\n', {'PLAIN': OK}, [done('PLAIN'), SENT],
     ['AUTH PLAIN ' + plain('joe', 'joe', SECRET)]),
    ('no password', 'AuthInfo:\t"U:joe"\n', {'PLAIN': OK},
     ['AUTH=client, relay=[127.0.0.1] [127.0.0.1], authinfo failed', SENT], []),
    ('words without quotes', f'AuthInfo:\tU:joe P:{SECRET}\n', {'PLAIN': OK}, ['authinfo failed', SENT], []),
    ('later', 'AuthInfo:\ttemp\n', {'PLAIN': OK}, [ABORT, DEFERRED], []),
    ('not offered', INFO, {}, [SENT], []),
]
FIVE = f'joe\njoeid\n{SECRET}\nrealm\nPLAIN\n'
# What, the file, its mode, DontBlameSendmail, log lines, what the server hears.
BY_FILE = [
    ('success', FIVE, 0o600, '', [done('PLAIN'), SENT], BY_PLAIN),
    ('three lines', f'joe\njoeid\n{SECRET}\n', 0o600, '', [SENT], ['AUTH CRAM-MD5', None]),
    ('a mechanism that the server does not know', f'joe\njoeid\n{SECRET}\n\nGSSAPI\n', 0o600, '', [without_mechanism(''), SENT], []),
    ('no password', 'joe\njoeid\n\n', 0o600, '', [SENT], []),
    ('too short', 'joe\njoeid\n', 0o600, '', ["AUTH=client, error: can't read password from FILE", ABORT, DEFERRED], []),
    ('missing', None, 0, '', ["AUTH=client, error: can't open FILE: No such file or directory", ABORT, DEFERRED], []),
    ('readable for all', FIVE, 0o604, '', ["can't open FILE: World readable file", DEFERRED], []),
    ('readable for a group', FIVE, 0o640, '', ["can't open FILE: Group readable file", DEFERRED], []),
    ('readable for a group, which is fine', FIVE, 0o640, 'GroupReadableDefaultAuthInfoFile', [done('PLAIN'), SENT], BY_PLAIN),
    ('writable for a group', FIVE, 0o620, '', ["can't open FILE: Group writable file", DEFERRED], []),
]


def send(site, what, lines, dialogue, **server):
    with Sink(site.sink_port, **server) as sink:
        run = site.sendmail('--one-process', '-bm', '-odi', '-v', '-f', 'lee@example.test', 'kim@remote.test',
                            text='Subject: x\n\nhello\n', check=False)
    for line in lines:
        assert line in run.stderr, (what, line, run.stderr)
    heard = [command for command in sink.commands if not command.startswith(('EHLO', 'MAIL', 'RCPT', 'DATA', 'QUIT'))]
    assert len(heard) == len(dialogue), (what, heard)
    for said, expected in zip(heard, dialogue):
        assert expected in (None, said), (what, heard)
    shown = run.stdout + run.stderr
    for path in (site.dir / 'mqueue').iterdir():
        shown += path.read_text(errors='replace')
        path.unlink()
    for secret in (SECRET, words(SECRET), plain('joe', 'joeid', SECRET)):
        assert secret not in shown, (what, shown)
    return [command for command in sink.commands if command.startswith('MAIL')]


def configure(site, options='', trust=''):
    site.configure('define(`confLOG_LEVEL\', `13\')dnl', local=options)
    if trust:
        text = (site.dir / 'site.cf').read_text()
        (site.dir / 'site.cf').write_text(text.replace('O DontBlameSendmail=', f'O DontBlameSendmail={trust},'))


def without_ruleset(site):
    """A configuration without access map has no rules in authinfo; this one loses them."""
    text = (site.dir / 'site.cf').read_text()
    head, rest = text.split('\nSauthinfo\n')
    (site.dir / 'site.cf').write_text(head + '\n' + rest[rest.index('\n\n'):])


with Site() as site:
    configure(site)
    for what, access, auth, lines, dialogue in BY_RULESET:
        site.makemap('access', access)
        send(site, what, lines, dialogue, auth=auth)

    path = site.dir / 'default-auth-info'
    for what, text, mode, trust, lines, dialogue in BY_FILE:
        configure(site, f'O DefaultAuthInfo={path}', f'TrustStickyBit,{trust}')
        without_ruleset(site)
        path.unlink(missing_ok=True)
        if text is not None:
            path.write_text(text)
            os.chmod(path, mode)
        auth = {'PLAIN': OK, 'CRAM-MD5': CRAM + OK}
        send(site, what, [line.replace('FILE', str(path)) for line in lines], dialogue, auth=auth)

    # The ruleset makes the file unimportant.
    configure(site, f'O DefaultAuthInfo={path}')
    site.makemap('access', '')
    send(site, 'both', [SENT], [], auth={'PLAIN': OK})

    # AUTH= of MAIL: with AuthOptions A only for who has authenticated.
    for option, reply, parameter in [('', OK, True), ('', NO, True), ('A', OK, True), ('A', NO, False)]:
        configure(site, f'O AuthOptions={option}' if option else '')
        site.makemap('access', INFO)
        mail, = send(site, (option, reply), [SENT], BY_PLAIN, auth={'PLAIN': reply})
        assert (' AUTH=lee@example.test' in mail) == parameter, (option, reply, mail)
    mail, = send(site, 'no AUTH offered', [SENT], [], auth={})
    assert 'AUTH=' not in mail, mail

    # What a client says about it is believed of nobody who has not authenticated.
    configure(site)
    site.start()
    with Sink(site.sink_port, extensions=(), auth={'PLAIN': OK}) as sink:
        for given, passed_on in [('', ''), (' AUTH=<>', ' AUTH=<>'), (' AUTH=foo@bar.test', ' AUTH=<>')]:
            with site.smtp() as client:
                client.ehlo()
                client.docmd('MAIL FROM:<kim@example.test>' + given)
                client.docmd('RCPT TO:<kim@remote.test>')
                client.data('Subject: x\n\nx\n')
            site.wait_for_log('to=<kim@remote.test>')
            mail = [command for command in sink.commands if command.startswith('MAIL')][-1]
            assert mail.split('>', 1)[1] == passed_on, (given, mail)
            site.log_path.write_text('')
