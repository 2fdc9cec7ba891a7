#!/usr/bin/env python3
"""Every change that a filter over the real libmilter makes to a message arrives, in the daemon and in `-bs`; messages of the
command line are not filtered."""
import contextlib
import pathlib
import re
import socket
import subprocess
import sys

from lib.sink import Sink
from lib.site import Site, free_port, wait_until

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = '/usr/bin/python3'
if subprocess.run([PYTHON, '-c', 'import Milter'], stderr=subprocess.DEVNULL).returncode != 0:
    print('skipped: python3-milter is not installed')
    sys.exit(77)


def listens(port):
    with contextlib.suppress(OSError):
        socket.create_connection(('127.0.0.1', port), 1).close()
        return True
    return False


class Libmilter:
    def __init__(self, port):
        self.program = subprocess.Popen([PYTHON, HERE / 'lib/libmilter_filter.py', f'inet:{port}@127.0.0.1'])
        wait_until(lambda: listens(port), 'the filter')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.program.kill()
        self.program.wait()


def message(words, body='hello\n'):
    return f'Subject: {words}\nX-Old: 1\nX-Old: 2\nX-Tight:x\n\n{body}'


def field(text, name):
    return [line.partition(':')[2] for line in text.splitlines() if line.startswith(name + ':')]


def delivered(site, reply):
    """The text of a message, once it is in the mailbox."""
    identity = reply.split()[1]
    wait_until(lambda: re.search(f'{identity}: to=.*stat=Sent', site.log()), f'the delivery of {identity}')
    return [text for text in site.mailbox(site.user).text().split('\n\nFrom ') if f'id {identity}' in text][-1]


with Site() as site:
    port = free_port()
    site.configure(f"INPUT_MAIL_FILTER(`libmilter', `S=inet:{port}@127.0.0.1, F=T')dnl\n")
    site.write('aliases', f'postmaster: {site.user}\nadded: /dev/null\nrefused: /dev/null\n')
    site.sendmail('-bi')
    with Libmilter(port):
        site.start()
        user = f'{site.user}@example.test'
        text = delivered(site, site.send('a@b.test', [user], message('insert fold change', 'one\n.two\n\nlast without end')))
        assert field(text, 'Subject') == [' changed'] and field(text, 'X-Old') == [' 1'] and field(text, 'X-Tight') == ['x'], text
        assert 'X-Folded: one\n\ttwo\n' in text, text
        assert field(text, 'X-Peer')[0].startswith(" localhost ('127.0.0.1', "), text
        assert field(text, 'X-Sender') == [' <a@b.test>'], text
        assert field(text, 'X-Body-Size') == [' ' + str(len('one\r\n.two\r\n\r\nlast without end\r\n'))], text
        assert text.index('X-First: here') < text.index('Subject: changed') < text.index('X-Peer:'), text
        identity = field(text, 'X-Queue-Id')[0].strip()
        site.wait_for_log(f'{identity}: Milter (libmilter) change: header Subject: from  insert fold change to changed')
        site.wait_for_log(f'{identity}: Milter (libmilter) add: header: X-Folded: one\\n\\ttwo')

        big = ''.join(f'{number:070}\n' for number in range(9000))
        text = delivered(site, site.send('a@b.test', [user], message('body slow', big)))
        assert field(text, 'X-Body-Size') == [' ' + str(72 * 9000)], field(text, 'X-Body-Size')
        assert text.rstrip('\n').endswith('\n'.join(f'line {number}' for number in range(5000))), text[-300:]

        text = delivered(site, site.send('a@b.test', [user], message('sender')))
        assert 'Return-Path: <new@sender.test>' in text, text

        seen = len(site.log())
        site.send('a@b.test', [user], message('recipients'))
        lines = site.wait_for_log('to=/dev/null, ctladdr=<added@example.test>', seen)
        assert f'Milter (libmilter) delete: rcpt <{user}>, naddrs=1' in lines, lines
        assert f'to=<{user}>' not in lines, lines

        site.send('a@b.test', [user], message('quarantine'))
        wait_until(lambda: any(name.startswith('hf') for name in site.queue_files()), 'the quarantined message')
        site.wait_for_log('milter=libmilter, quarantine=looks odd')

        for words, code, reply in [('reject', 554, b'5.7.1 No 100% sure thing'), ('tempfail', 451, b'4.3.2 Please try again later'),
                                   ('discard', 250, b'2.0.0 ')]:
            with site.smtp() as client:
                client.ehlo()
                client.docmd('MAIL FROM:<a@b.test>')
                assert client.docmd('RCPT TO:<refused@example.test>') == (
                    550, b'5.7.1 <refused@example.test>... Not you\n5.7.1 nor anybody like you')
                client.docmd(f'RCPT TO:<{user}>')
                answer = client.data(message(words))
                assert answer[0] == code and answer[1].startswith(reply), (words, answer)
        site.wait_for_log(': discarded')

        commands = ['HELO x', 'MAIL FROM:<c@b.test>', f'RCPT TO:<{user}>', 'DATA', message('reject') + '.', 'QUIT', '']
        replies = site.sendmail('-bs', text='\n'.join(commands).replace('\n', '\r\n')).stdout
        assert '554 5.7.1 No 100% sure thing' in replies, replies

        with Sink(site.sink_port) as sink:
            site.sendmail('-odi', 'kim@remote.test', text='Subject: reject\n\nnot filtered\n')
            wait_until(lambda: sink.messages, 'the message of the command line')
            assert 'X-Peer:' not in sink.messages[0][2], sink.messages
