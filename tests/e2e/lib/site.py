"""A mail site in a scratch folder: configuration, daemon, clients, mailboxes.

Everything runs as the user who runs the test, on loopback with ports of its own, through `sendmaild --one-process`.
    with Site() as site:
        site.start()
        site.send('a@example.com', [site.user], 'Subject: hi\n\nhello\n')
        site.mailbox(site.user).wait_for('hello')
"""
import contextlib
import getpass
import os
import pathlib
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
BUILD = pathlib.Path(os.environ.get('SM_BUILD', ROOT / 'build' / 'debug'))
# For commands that only root and TrustedUser may give.
TRUSTED = f"define(`confTRUSTED_USER', `{getpass.getuser()}')dnl\n" if os.getuid() else ''
PATIENCE = 20.0

MC = """\
divert(-1)
include(`{root}/cf/m4/cf.m4')
OSTYPE(`linux')dnl
define(`QUEUE_DIR', `{dir}/mqueue')dnl
define(`ALIAS_FILE', `{dir}/aliases')dnl
define(`STATUS_FILE', `{dir}/statistics')dnl
define(`HELP_FILE', `{dir}/helpfile')dnl
define(`confPID_FILE', `{dir}/sendmaild.pid')dnl
define(`confDOMAIN_NAME', `mail.example.test')dnl
define(`confDONT_PROBE_INTERFACES', `True')dnl
define(`confTO_IDENT', `0')dnl
define(`confREFUSE_LA', `1000')dnl
define(`confQUEUE_LA', `1000')dnl
define(`confDONT_BLAME_SENDMAIL', `MapInUnsafeDirPath')dnl
define(`confDEF_USER_ID', `{uid}:{gid}')dnl
define(`LOCAL_MAILER_PATH', `[FILE]')dnl
define(`LOCAL_MAILER_ARGS', `FILE {dir}/mail/$u')dnl
define(`LOCAL_MAILER_FLAGS', `SPE9')dnl
define(`SMTP_MAILER_ARGS', `TCP $h {sink_port}')dnl
define(`ESMTP_MAILER_ARGS', `TCP $h {sink_port}')dnl
define(`RELAY_MAILER_ARGS', `TCP $h {sink_port}')dnl
FEATURE(`no_default_msa')dnl
FEATURE(`accept_unresolvable_domains')dnl
FEATURE(`access_db', `hash -T<TMPF> -o {dir}/access.db')dnl
FEATURE(`mailertable', `hash -o {dir}/mailertable.db')dnl
{extra}
DAEMON_OPTIONS(`Port={port}, Addr=127.0.0.1, Name=MTA')dnl
MAILER(`smtp')dnl
MAILER(`local')dnl
LOCAL_CONFIG
Cwexample.test
{local}
"""


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def wait_until(condition, what, patience=PATIENCE):
    """Asks `condition` until it is true; fails with `what`."""
    end = time.monotonic() + patience
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f'waited {patience:.0f} s in vain for {what}')
        time.sleep(0.05)


class Mailbox:
    def __init__(self, path):
        self.path = path

    def text(self):
        return self.path.read_text(errors='replace') if self.path.exists() else ''

    def wait_for(self, text):
        """The mailbox's contents, once `text` is in it."""
        wait_until(lambda: text in self.text(), f'{text!r} in {self.path}')
        return self.text()


class Talk:
    """with Talk(connection) as peer: peer.send('HELO x'); peer.reply()"""

    def __init__(self, connection):
        self.connection = connection
        self.lines = connection.makefile('r', encoding='latin1', newline='\r\n')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.lines.close()
        self.connection.close()

    def send(self, line):
        self.connection.sendall(line.encode('latin1') + b'\r\n')

    def reply(self):
        """All lines of the next reply; empty when the other end has hung up."""
        text = []
        for line in self.lines:
            text.append(line.rstrip('\r\n'))
            if line[3:4] != '-':
                break
        return '\n'.join(text)


class Site:
    def __init__(self, extra='', keep=False):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix='sm-e2e-'))
        self.keep = keep
        self.user = getpass.getuser()
        self.port, self.sink_port = free_port(), free_port()
        self.daemon = None
        self.log_path = self.dir / 'maillog'
        for name in ('mqueue', 'mail'):
            (self.dir / name).mkdir(mode=0o700)
        self.write('aliases', f'postmaster: {self.user}\nMAILER-DAEMON: postmaster\n')
        self.configure(extra)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.stop()
        if kind is not None:
            sys.stderr.write(f'--- {self.dir}/maillog\n{self.log()}')
        elif not self.keep:
            shutil.rmtree(self.dir, ignore_errors=True)

    # Configuration.
    def write(self, name, text):
        (self.dir / name).write_text(text)

    def configure(self, extra='', local=''):
        """`extra` goes before the mailers of the .mc, `local` to its end: cf lines, and sections of rules."""
        text = MC.format(root=ROOT, dir=self.dir, port=self.port, sink_port=self.sink_port, extra=extra, local=local,
                         uid=os.getuid() or 65534, gid=os.getgid() or 65534)
        self.write('site.mc', text)
        with open(self.dir / 'site.cf', 'w') as cf:
            subprocess.run([BUILD / 'm4cf', self.dir / 'site.mc'], stdout=cf, check=True)
        self.makemap('access', 'Connect:127.0.0.1\tRELAY\n')
        self.makemap('mailertable', 'remote.test\tesmtp:[127.0.0.1]\n')

    def makemap(self, name, text):
        subprocess.run([BUILD / 'makemap', '-C', self.dir / 'site.cf', 'hash', self.dir / f'{name}.db'], input=text.encode(), check=True)

    # Programs.
    def sendmail(self, *arguments, text='', check=True):
        """Runs the command with this site's configuration."""
        run = subprocess.run([BUILD / 'sendmaild', '-C', self.dir / 'site.cf', *arguments], input=text, text=True,
                             capture_output=True, timeout=60)
        if check and run.returncode != 0:
            raise AssertionError(f'sendmaild {arguments}: exit {run.returncode}\n{run.stdout}{run.stderr}')
        return run

    def start(self, *arguments):
        log = open(self.log_path, 'a')
        self.daemon = subprocess.Popen([BUILD / 'sendmaild', '--one-process', '-C', self.dir / 'site.cf', *arguments],
                                       stdout=log, stderr=log, start_new_session=True)
        log.close()
        wait_until(self.answers, 'the daemon to listen')

    def answers(self):
        if self.daemon.poll() is not None:
            raise AssertionError(f'the daemon ended with {self.daemon.returncode}:\n{self.log()}')
        with contextlib.suppress(OSError):
            socket.create_connection(('127.0.0.1', self.port), 1).close()
            return True
        return False

    def stop(self, number=signal.SIGTERM):
        if self.daemon is None:
            return
        self.daemon.send_signal(number)
        try:
            self.daemon.wait(10)
        except subprocess.TimeoutExpired:
            self.daemon.kill()
            self.daemon.wait()
        self.daemon = None

    # What can be seen of it.
    def log(self):
        return self.log_path.read_text(errors='replace') if self.log_path.exists() else ''

    def wait_for_log(self, text, start=0):
        """The log from `start` on, once `text` is in it."""
        wait_until(lambda: text in self.log()[start:], f'{text!r} in the log')
        return self.log()[start:]

    def mailbox(self, user):
        return Mailbox(self.dir / 'mail' / user)

    def queue_files(self):
        return sorted(path.name for path in (self.dir / 'mqueue').iterdir())

    # Clients.
    def smtp(self, source='127.0.0.1'):
        return smtplib.SMTP('127.0.0.1', self.port, local_hostname='client.test', timeout=PATIENCE,
                            source_address=(source, 0))

    def smtp_socket(self):
        """A client without a mind of its own."""
        return Talk(socket.create_connection(('127.0.0.1', self.port), PATIENCE))

    def send(self, sender, recipients, text):
        """One message by SMTP; the reply to its final dot."""
        with self.smtp() as client:
            client.ehlo()
            client.docmd(f'MAIL FROM:<{sender}>')
            for recipient in recipients:
                code, reply = client.docmd(f'RCPT TO:<{recipient}>')
                assert code == 250, reply
            code, reply = client.data(text)
            assert code == 250, reply
            return reply.decode()
