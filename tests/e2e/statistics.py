#!/usr/bin/env python3
"""StatusFile counts messages, connections and refusals as mailstats(8) shows them; a file that is not there is not made."""
import subprocess

from lib.sink import Sink
from lib.site import BUILD, Site, wait_until


def mailstats(site, *arguments):
    return subprocess.run([BUILD / 'mailstats', '-C', site.dir / 'site.cf', *arguments], capture_output=True, text=True)


def rows(site):
    """Counters by row: 'T', 'C' or the name of a mailer."""
    lines = [line.split() for line in mailstats(site, '-P').stdout.splitlines()[1:]]
    return {words[0] if words[0] in 'TC' else words[-1]: [int(word) for word in words[1:8] if word.isdigit()] for words in lines}


ACCESS = ('Connect:127.0.0.1\tRELAY\nFrom:bad@x.test\tREJECT\nFrom:away@x.test\tDISCARD\n'
          'From:odd@x.test\tQUARANTINE:odd\nConnect:127.0.0.9\tREJECT\n')

with Site() as site, Sink(site.sink_port) as sink:
    file = site.dir / 'statistics'
    site.sendmail('-odi', 'kim@remote.test', text='Subject: x\n\nnobody counts\n')
    assert not file.exists() and mailstats(site).returncode == 66

    file.touch()
    site.makemap('access', ACCESS)
    site.sendmail('-odi', 'kim@remote.test', 'park@remote.test', text='Subject: x\n\n' + 'two kilobytes\n' * 120)
    assert rows(site) == {'local': [1, 2, 0, 0, 0, 0, 0], 'esmtp': [0, 0, 1, 2, 0, 0, 0], 'T': [1, 2, 1, 2, 0, 0, 0],
                          'C': [0, 1, 0]}, rows(site)

    site.start()
    site.send('lee@remote.test', ['kim@remote.test'], 'Subject: x\n\nby SMTP\n')
    for sender, code in (('away@x.test', 250), ('odd@x.test', 250), ('bad@x.test', 550)):
        with site.smtp() as client:
            client.ehlo()
            answer = client.docmd(f'MAIL FROM:<{sender}>')
            assert answer[0] == code, answer
            if code == 250:
                client.docmd('RCPT TO:<kim@remote.test>')
                client.data('Subject: x\n\nx\n')
    with site.smtp('127.0.0.9') as client:
        client.ehlo()
        assert client.docmd('MAIL FROM:<lee@remote.test>')[0] == 550
    expected = {'local': [1, 2, 0, 0, 0, 0, 0], 'esmtp': [3, 3, 2, 3, 1, 1, 1], 'T': [4, 5, 2, 3, 1, 1, 1], 'C': [6, 2, 3]}
    wait_until(lambda: rows(site) == expected, f'the counters {expected}')

    shown = mailstats(site).stdout.splitlines()
    assert shown[0].startswith('Statistics from ') and shown[2:] == [
        ' 4        3          3K        2          3K        1       1       1  esmtp',
        ' 8        1          2K        0          0K        0       0       0  local',
        '=' * 69,
        ' T        4          5K        2          3K        1       1       1',
        ' C        6                    2                    3'], shown
    assert mailstats(site, '-p').returncode == 0 and file.stat().st_size == 0
    assert rows(site) == {'T': [0] * 7, 'C': [0] * 3}, rows(site)
    for arguments, status, text in ((('-x',), 64, 'usage: mailstats'), (('word',), 64, 'usage: mailstats'),
                                    (('-f', '/etc/passwd'), 71, 'incorrect magic number in /etc/passwd'),
                                    (('-f', '/nonexistent'), 66, '/nonexistent: No such file or directory')):
        run = mailstats(site, *arguments)
        assert run.returncode == status and text in run.stderr, run

with Site() as site, Sink(site.sink_port) as sink:
    (site.dir / 'elsewhere').touch()
    (site.dir / 'statistics').symlink_to('elsewhere')
    site.sendmail('-odi', 'kim@remote.test', text='Subject: x\n\nno link is followed\n')
    assert (site.dir / 'elsewhere').stat().st_size == 0
