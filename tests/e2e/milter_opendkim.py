#!/usr/bin/env python3
"""OpenDKIM as two mail filters in a row: the first signs what a client here sends, the second finds the signature good,
which it can only when it was given the header and the body exactly as the first has signed them."""
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import sys

from lib.site import Site, wait_until

OPENDKIM = shutil.which('opendkim', path='/usr/sbin:/usr/bin')
GENKEY = shutil.which('opendkim-genkey', path='/usr/sbin:/usr/bin')
if not OPENDKIM or not GENKEY:
    print('skipped: opendkim is not installed')
    sys.exit(77)

BODIES = ['one\n.two\n\n  blanks  \nlast\n\n\n', ''.join(f'{number:060} line of a long body\n' for number in range(4000)), '\n']


class OpenDkim:
    """One filter: mode `s` signs, `v` verifies with the key from `dns_file`."""

    def __init__(self, folder, name, lines):
        self.socket = folder / f'{name}.sock'
        (folder / f'{name}.conf').write_text('\n'.join([
            f'Socket local:{self.socket}', 'Syslog no', 'UMask 000', 'AlwaysAddARHeader yes', 'InternalHosts 127.0.0.1',
            f'UserID {pwd.getpwuid(os.getuid()).pw_name}', 'RequireSafeKeys no', f'PidFile {folder}/{name}.pid', *lines]) + '\n')
        self.program = subprocess.Popen([OPENDKIM, '-f', '-x', folder / f'{name}.conf'])
        wait_until(self.socket.exists, f'the socket of {name}')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.program.kill()
        self.program.wait()


with Site() as site:
    subprocess.run([GENKEY, '-D', site.dir, '-d', 'example.test', '-s', 'sel', '-b', '1024'], check=True)
    record = ''.join(re.findall('"([^"]*)"', pathlib.Path(site.dir / 'sel.txt').read_text()))
    (site.dir / 'dns').write_text(f'sel._domainkey.example.test {record}\n')
    (site.dir / 'nobody').write_text('192.0.2.1\n')
    sign = ['Mode s', 'Domain example.test', 'Selector sel', f'KeyFile {site.dir}/sel.private', 'Canonicalization simple/simple']
    verify = ['Mode v', f'TestDNSData {site.dir}/dns', f'InternalHosts {site.dir}/nobody', 'AuthservID mail.example.test']
    with OpenDkim(site.dir, 'sign', sign), OpenDkim(site.dir, 'verify', verify):
        site.configure(f"INPUT_MAIL_FILTER(`sign', `S=local:{site.dir}/sign.sock, F=T')dnl\n"
                       f"INPUT_MAIL_FILTER(`verify', `S=local:{site.dir}/verify.sock, F=T')dnl\n")
        site.start()
        for number, body in enumerate(BODIES):
            header = f'From: Lee <lee@example.test>\nTo: kim@example.test\nSubject: number {number}\nX-Folded: one\n\ttwo\n\n'
            identity = site.send('lee@example.test', [f'{site.user}@example.test'], header + body).split()[1]
            wait_until(lambda: re.search(f'{identity}: to=.*stat=Sent', site.log()), f'the delivery of {identity}')
            text = [text for text in site.mailbox(site.user).text().split('\n\nFrom ') if f'id {identity}' in text][-1]
            assert re.search(r'^DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=example.test; s=sel;', text, re.M), text
            assert re.search(r'^Authentication-Results: mail.example.test;\s+dkim=pass', text, re.M), text[:3000]
