#!/usr/bin/env python3
"""The control socket: its file, its answers, what it makes the daemon do; with one process, and (as root) with its roles."""
import os
import pathlib
import re
import signal
import socket
import stat
import subprocess

from lib.site import BUILD, PATIENCE, Site, wait_until

OPTIONS = 'O DontBlameSendmail=MapInUnsafeDirPath,TrustStickyBit\nO Timeout.control={}\nO ControlSocketName=control\n'
LOG_LEVEL = "define(`confLOG_LEVEL', `10')dnl"
HELP = '#vers\t2\ncontrol\thelp\t\tThis message.\nsmtp\tno\n'


def connect(site):
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(PATIENCE)
    connection.connect(str(site.dir / 'mqueue' / 'control'))
    return connection


def rest(connection):
    """What comes until the daemon hangs up."""
    with connection.makefile('rb') as answer:
        return answer.read().decode('latin1').split('\r\n')[:-1]


def ask(site, command):
    with connect(site) as connection:
        connection.sendall(command.encode('latin1') + b'\n')
        return rest(connection)


def answers(site):
    facts = os.stat(site.dir / 'mqueue' / 'control')
    assert (stat.S_ISSOCK(facts.st_mode), facts.st_mode & 0o777, facts.st_uid) == (True, 0o600, os.geteuid()), facts
    (site.dir / 'helpfile').write_text(HELP)
    (site.dir / 'helpfile').chmod(0o644)
    assert ask(site, 'help') == ['214-2.0.0 help\t\tThis message.', '214 2.0.0 End of HELP info'], ask(site, 'help')
    assert ask(site, 'memdump')[0] == 'Memory dump unavailable.'
    assert ask(site, 'nonsense x') == ['Bad command (nonsense)']
    assert len(ask(site, 'x' * 5000)[0]) == len('Bad command ()') + 2046
    with connect(site) as connection:
        connection.shutdown(socket.SHUT_WR)
        assert rest(connection) == []
    with site.smtp() as client:
        client.ehlo()
        wait_until(lambda: ask(site, 'status')[0].startswith('1/'), 'the session to be the only one')
        first, daemon, session, own = ask(site, 'status')
        assert re.fullmatch(r'1/0/[0-9]+/[0-9]+', first), first
        assert daemon == f'{site.daemon.pid} accepting connections', daemon
        assert session.endswith(' SMTP server child for 127.0.0.1') and own.endswith(' console socket child'), (session, own)
        lines = ask(site, 'mstat')
        assert lines[:2] == ['C:1', 'M:0'] and lines[3] == 'Q:NOTCONFIGURED:-1' and lines[4].startswith('D:0/./'), lines
        assert lines[5:] == ['P:' + line for line in (daemon, session, own)], lines


def stops(site):
    assert ask(site, 'shutdown') == ['OK']
    assert site.daemon.wait(PATIENCE) == 0
    site.daemon = None
    assert not (site.dir / 'mqueue' / 'control').exists() and not (site.dir / 'sendmaild.pid').exists()


def answerer(site):
    """The process that answers; none while the daemon begins anew."""
    try:
        return ask(site, 'status')[-1].split(' ')[0]
    except (OSError, IndexError):
        return None


def one_process():
    with Site() as site:
        site.configure(LOG_LEVEL, OPTIONS.format('1m'))
        site.start()
        answers(site)
        assert ask(site, 'restart') == ['OK']
        wait_until(lambda: site.log().count('starting daemon') == 2, 'the daemon to begin anew')
        assert 'due to control socket' in site.log(), site.log()
        assert wait_until(lambda: answerer(site), 'an answer after the restart') == str(site.daemon.pid)
        good = (site.dir / 'site.cf').read_text()
        (site.dir / 'site.cf').write_text(good + 'R$* blanks\n')
        assert ask(site, 'restart') == ['OK']
        site.wait_for_log('reload: errors in the configuration, going on with the old one')
        stops(site)
        site.wait_for_log('stopping daemon, reason=control socket')


def roles():
    """The daemon of root, with its processes; its log is the system's."""
    with Site() as site:
        site.dir.chmod(0o755)
        site.configure(local=OPTIONS.format('1m'))
        site.sendmail('-bd')
        assert (site.dir / 'mqueue' / 'control').is_socket(), 'no socket when the command returns'
        os.kill(daemon := int((site.dir / 'sendmaild.pid').read_text().split()[0]), signal.SIGTERM)
        wait_until(lambda: not pathlib.Path(f'/proc/{daemon}').exists(), 'the end of the daemon in the background')
        assert not (site.dir / 'mqueue' / 'control').exists()
        site.daemon = subprocess.Popen([BUILD / 'sendmaild', '-bD', '-C', site.dir / 'site.cf'])
        wait_until(site.answers, 'the daemon to listen')
        answers(site)
        before = answerer(site)
        assert before != str(site.daemon.pid)
        assert ask(site, 'restart') == ['OK']
        wait_until(lambda: answerer(site) not in (None, before), 'another receiver')
        stops(site)


one_process()
if os.geteuid() == 0:
    roles()

with Site() as site:
    site.configure(LOG_LEVEL, OPTIONS.format('1s'))
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(site.dir / 'mqueue' / 'control'))
    (site.dir / 'mqueue' / 'control').chmod(0o600)
    site.start()  # takes the place of what a daemon has left
    with connect(site) as connection:
        assert rest(connection) == []
    site.wait_for_log('NOQUEUE: timeout waiting for input during control command')
    site.stop()
    assert not (site.dir / 'mqueue' / 'control').exists()
    pathlib.Path(site.dir / 'mqueue' / 'control').symlink_to(site.dir / 'elsewhere')
    site.start()
    site.wait_for_log('daemon could not open control socket control: Symbolic links not allowed')
    site.stop()
    (site.dir / 'mqueue' / 'control').unlink()
    (site.dir / 'mqueue').chmod(0o770)
    site.start()
    site.wait_for_log('daemon could not open control socket control: Group writable directory')
    if os.geteuid() == 0:
        site.stop()
        (site.dir / 'mqueue').chmod(0o700)
        os.chown(site.dir / 'mqueue', 65534, 65534)
        site.start()
        site.wait_for_log('daemon could not open control socket control: Permission denied')
