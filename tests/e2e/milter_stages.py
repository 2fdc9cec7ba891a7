#!/usr/bin/env python3
"""What clients hear and the log says when a mail filter speaks up or fails, at each stage: as sendmail 8.17 was seen to do."""
import re
import sys

from lib.site import ROOT, Site

sys.path.insert(0, str(ROOT / 'tests/support'))
from scripted_filter import CLOSE, HANG, ScriptedFilter  # noqa: E402

MESSAGE = ['EHLO client.test', 'MAIL FROM:<a@b.test>', 'RCPT TO:<{user}@example.test>', 'DATA', 'Subject: x\r\n\r\ny\r\n.']
TEXT = b'y550 5.7.99 custom %% text\0'
LINES = b'y550-5.7.1 one\r\n550 5.7.1 two\0'
LATER = 'Please try again later'
# stage, answer of the filter, flag, (number of the reply, the reply), log lines. Reply 0 is the greeting.
ROWS = [
    ('C', b'r', '', (0, '554 mail.example.test ESMTP not accepting messages'),
     ['milter=one, action=connect, reject', 'Milter: connect, ending', 'Milter: connect: host=localhost, addr=127.0.0.1, rejecting commands']),
    ('C', TEXT, '', (2, '550 5.0.0 Command rejected'), ['milter=one, action=connect, reject=550 5.7.99 custom %% text']),
    ('C', b't', '', (2, f'451 4.3.2 {LATER}'), ['Milter: connect: host=localhost, addr=127.0.0.1, temp failing commands']),
    ('C', b'y421 4.7.1 no\0', '', (0, '421 4.7.0 mail.example.test closing connection'),
     ['Milter: connect: host=localhost, addr=127.0.0.1, shutdown']),
    ('C', b'd', '', (5, '250 2.0.0'), ['milter=one, action=connect, discard', 'Milter accept: message']),
    ('C', b'a', '', (5, '250 2.0.0'), ['milter=one, action=connect, accepted', 'Milter accept: message']),
    ('C', CLOSE, 'R', (0, '554 mail.example.test ESMTP not accepting messages'),
     ['milter_sys_read(one): cmd read returned 0, expecting 5', 'Milter (one): to error state']),
    ('H', TEXT, '', (2, '550 5.7.99 custom % text'), ['Milter: helo=client.test, reject=550 5.7.99 custom %% text']),
    ('H', b't', '', (2, f'451 4.3.2 {LATER}'), [f'Milter: helo=client.test, reject=451 4.3.2 {LATER}']),
    ('H', CLOSE, '4', (1, '421 4.7.0 mail.example.test closing connection'),
     ['Milter: helo=client.test, reject=421 4.7.0 mail.example.test closing connection']),
    ('M', b'r', '', (2, '550 5.7.1 <a@b.test>... Command rejected'),
     ['Milter: reject, sender', 'Milter: from=<a@b.test>, reject=550 5.7.1 Command rejected']),
    ('M', TEXT, '', (2, '550 5.7.99 <a@b.test>... custom % text'), ['Milter: from=<a@b.test>, reject=550 5.7.99 custom %% text']),
    ('M', LINES, '', (2, '550-5.7.1 <a@b.test>... one\n550 5.7.1 two'),
     ['Milter: from=<a@b.test>, reject=550-5.7.1 one\\r\\n550 5.7.1 two']),
    ('M', b'y550 50% full\0', '', (2, '550 5.7.1 <a@b.test>... Command rejected'), ['milter=one, action=mail, reject=550 5.7.1 Command rejected']),
    ('M', b'd', '', (5, '250 2.0.0'), ['Milter: from=<a@b.test>, discard', ': discarded']),
    ('M', b'Z', '', (5, '250 2.0.0'), ['milter_send_command(one): action=mail returned bogus response Z']),
    ('M', HANG, 'T', (2, f'451 4.3.2 {LATER}'), ['Milter (one): timeout before data read, where=mail']),
    ('M', CLOSE, '4', (2, '421 4.3.0 closing connection'), ['Milter: from=<a@b.test>, reject=421, errormode=4']),
    ('R', b'r', '', (3, '550 5.7.1 <{user}@example.test>... Command rejected'),
     ['Milter: to=<{user}@example.test>, reject=550 5.7.1 Command rejected']),
    ('R', b'r', '', (4, '503 5.0.0 Need RCPT (recipient)'), ['milter=one, action=rcpt, reject']),
    ('R', CLOSE, 'R', (3, '550 5.7.1 <{user}@example.test>... Command rejected'), ['Milter (one): to error state']),
    ('T', b't', '', (4, f'451 4.3.2 {LATER}'), [f'Milter: cmd=data, reject=451 4.3.2 {LATER}']),
    ('T', CLOSE, '4', (4, '421 4.7.0 mail.example.test closing connection'), ['Milter: cmd=data, reject=421 4.7.0']),
    ('L', b'r', '', (5, '554 5.7.1 Command rejected'), ['Milter: reject, data', 'Milter: data, reject=554 5.7.1 Command rejected']),
    ('N', b'd', '', (5, '250 2.0.0'), ['Milter: data, discard', ': discarded']),
    ('B', TEXT, '', (5, '550 5.7.99 custom % text'), ['Milter: data, reject=550 5.7.99 custom %% text', 'stat=custom % text']),
    ('E', b't', '', (5, f'451 4.3.2 {LATER}'), ['milter=one, tempfail', f'Milter: data, reject=451 4.3.2 {LATER}']),
    ('E', b's', '', (5, '250 2.0.0'), ['milter_data(one): returned bogus response s']),
    ('E', [b'bhalf\r\n', CLOSE], '', (5, f'451 4.3.2 {LATER}'), ['Milter (one) message: body replaced', 'Milter (one): to error state']),
    ('E', CLOSE, 'R', (5, '554 5.7.1 Command rejected'), ['Milter: data, reject=554 5.7.1 Command rejected']),
    ('O', b'O\0\0\0\1\0\0\0\0\0\0\0\0', 'T', (2, f'451 4.3.2 {LATER}'),
     ['Milter (one): negotiate: version 1 != MTA milter version 16777217', 'Milter: initialization failed, temp failing commands']),
    ('away', None, '', (5, '250 2.0.0'), ['away.sock unsafe', 'Milter (one): to error state']),
    ('away', None, 'R', (3, '550 5.0.0 Command rejected'), ['Milter: initialization failed, rejecting commands']),
    ('away', None, '4', (0, '421 4.7.0 mail.example.test closing connection'), ['Milter: initialization failed, closing connection']),
]


def talk(site):
    """All replies of one session."""
    replies = []
    with site.smtp_socket() as peer:
        replies.append(peer.reply())
        for line in MESSAGE:
            if not replies[-1] or replies[-1].startswith('421') or (line is MESSAGE[-1] and not replies[-1].startswith('354')):
                break
            peer.send(line.format(user=site.user))
            replies.append(peer.reply())
    return replies


with Site() as site:
    for stage, answer, flag, (number, reply), lines in ROWS:
        what = (stage, answer, flag)
        address = str(site.dir / ('away.sock' if answer is None else 'one.sock'))
        site.configure(f"INPUT_MAIL_FILTER(`one', `S=local:{address}, F={flag}, T=R:1s')dnl\ndefine(`confMILTER_LOG_LEVEL', `14')dnl\n")
        scripted = ScriptedFilter(address, {stage: [answer]}) if answer is not None else None
        site.start()
        seen = len(site.log())
        replies = talk(site)
        assert replies[number].startswith(reply.format(user=site.user)), (what, replies)
        for line in lines:
            site.wait_for_log(line.format(user=site.user), seen)
        site.stop()
        if scripted:
            scripted.close()
    assert not re.search('SYSERR', site.log()), site.log()
