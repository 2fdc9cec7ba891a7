#!/usr/bin/env python3
"""What a session leaves in the log and in Received, as sendmail 8.17 was seen to write it: each MAIL that had an address
leaves one from= line, refused or not; "for" is shown while only one recipient was named; ctladdr= is the local sender, or
the alias where a program or file is delivered to."""
import re

from lib.site import Site, wait_until

EXTRA = "define(`confMAX_MESSAGE_SIZE', `1000')dnl\nFEATURE(`blocklist_recipients')dnl\n"
NO_MESSAGE = [  # dialogue, what the from= lines have
    (['MAIL FROM:<lee@example.test> SIZE=2000', 'QUIT'], ['from=<lee@example.test>, size=2000, class=0, nrcpts=0']),
    (['MAIL FROM:<lee@example.test> SIZE=2000', 'RSET', 'QUIT'], ['from=<lee@example.test>, size=2000, class=0, nrcpts=0']),
    (['MAIL FROM:<lee@example.test> FOO=BAR', 'QUIT'], ['from=<lee@example.test>, size=0, class=0, nrcpts=0']),
    (['MAIL FROM:<lee@example.test', 'QUIT'], []),
    (['MAIL FROM:<bad@evil.test>', 'RCPT TO:<USER>', 'QUIT'], ['from=<bad@evil.test>, size=0, class=0, nrcpts=0']),
    (['MAIL FROM:<bad@evil.test>', 'MAIL FROM:<lee@example.test>', 'QUIT'],
     ['from=<lee@example.test>, size=0, class=0, nrcpts=0']),
    (['MAIL FROM:<>', 'RCPT TO:<USER>', 'QUIT'], ['from=<>, size=0, class=0, nrcpts=1']),
    (['MAIL FROM:<lee@example.test>', 'RCPT TO:<nosuchuser>', 'RSET', 'QUIT'],
     ['from=<lee@example.test>, size=0, class=0, nrcpts=0']),
]
RECEIVED = [  # recipients named before the one that is good, whether Received shows "for"
    ([], True),
    (['<USER>'], False),
    (['<nosuchuser@example.test>'], False),
    (['<refused@example.test>'], True),
    (['<USER'], True),
]


def from_lines(text):
    return re.findall(r'from=.*?nrcpts=\d+', text)


def deliveries(site):
    return re.findall(r' (to=.*stat=Sent.*)', site.log())


with Site(EXTRA) as site:
    site.makemap('access', 'Connect:127.0.0.1\tRELAY\nFrom:evil.test\tREJECT\nTo:refused@example.test\tREJECT\n')
    site.write('aliases', f'postmaster: {site.user}\ntrash: /dev/null\nteam: {site.user}\n')
    site.sendmail('-bi')
    site.start()
    for commands, expected in NO_MESSAGE:
        seen = len(site.log())
        with site.smtp() as client:
            client.ehlo()
            for command in commands:
                client.docmd(command.replace('USER', f'{site.user}@example.test'))
            client.sock = None  # QUIT was the last of them
        if expected:
            wait_until(lambda: from_lines(site.log()[seen:]), f'a from= line for {commands}')
        assert from_lines(site.log()[seen:]) == expected, (commands, site.log()[seen:])

    for number, (named, shown) in enumerate(RECEIVED):
        good = f'{site.user}@example.test'
        with site.smtp() as client:
            client.ehlo()
            client.docmd('MAIL FROM:<kim@daum.net>')
            for recipient in [*named, f'<{good}>']:
                client.docmd('RCPT TO:' + recipient.replace('USER', good))
            client.data(f'Subject: number {number}\n\nx\n')
        text = site.mailbox(site.user).wait_for(f'number {number}').split('\nFrom kim')[-1]
        assert ('for <' in text) == shown, (named, text)
    wait_until(lambda: len(deliveries(site)) == len(RECEIVED), 'the log lines of all deliveries')

    for sender, recipient, expected in [
            ('kim@daum.net', site.user, 'to=<{user}@example.test>, delay='),
            (site.user + '@example.test', site.user, 'to=<{user}@example.test>, ctladdr=<{user}@example.test> ('),
            ('kim@daum.net', 'team', 'to={user}, delay='),
            ('kim@daum.net', 'trash', 'to=/dev/null, ctladdr=<trash@example.test> (')]:
        before = len(deliveries(site))
        site.send(sender, [recipient + '@example.test'], 'Subject: whose\n\nx\n')
        wait_until(lambda: len(deliveries(site)) > before, 'the delivery')
        assert deliveries(site)[-1].startswith(expected.format(user=site.user)), (expected, deliveries(site)[-1])

    # A message that was read to its end and refused has its id in the log.
    seen = len(site.log())
    with site.smtp() as client:
        client.ehlo()
        client.docmd('MAIL FROM:<kim@daum.net>')
        client.docmd(f'RCPT TO:<{site.user}@example.test>')
        code, reply = client.data('Subject: large\n\n' + 'x\n' * 1000)
        assert code == 552, reply
    lines = site.log()[seen:].splitlines()
    assert 'size=2016, class=0, nrcpts=1, msgid=<' in lines[0] and 'size (2016) exceeds maximum (1000)' in lines[1], lines
    assert 'pri=32016, stat=Message exceeds maximum fixed size (1000)' in lines[2], lines
