#!/usr/bin/env python3
"""Aliases count after newaliases: lists, files, programs; who does not exist is refused at RCPT."""
import os

from lib.site import Site, wait_until

NOBODY = 65534  # whom DefaultUser names: programs and files of aliases have his rights where the daemon is root

with Site() as site:
    copies = site.dir / 'copies'
    copies.mkdir()
    if os.geteuid() == 0:
        os.chown(copies, NOBODY, NOBODY)
        site.dir.chmod(0o755)
    keep, archive = copies / 'kept', copies / 'archive'
    script = site.dir / 'keep.sh'
    script.write_text(f'#!/bin/sh\ncat > {keep}\n')
    script.chmod(0o755)
    late = site.dir / 'late.sh'
    late.write_text(f'#!/bin/sh\n[ -e {site.dir}/ready ] || exit 75\ncat > {copies}/late\n')
    late.chmod(0o755)
    site.write('aliases', f'postmaster: {site.user}\nteam: {site.user}, {archive}\nrobot: "|{script}"\n'
                          f'late: "|{late}"\n')
    built = site.sendmail('-bi').stdout
    assert f'{site.dir}/aliases: 4 aliases' in built, built
    site.start()
    site.send('kim@daum.net', ['team@example.test'], 'Subject: list\n\nto the team\n')
    site.mailbox(site.user).wait_for('to the team')
    wait_until(lambda: archive.exists() and 'to the team' in archive.read_text(), 'the copy in the file')
    site.send('kim@daum.net', ['robot@example.test'], 'Subject: robot\n\nto the robot\n')
    wait_until(lambda: keep.exists() and 'to the robot' in keep.read_text(), 'the program\'s copy')
    # A program that could not run at first is not forgotten to have come from an alias.
    site.send('kim@daum.net', ['late@example.test'], 'Subject: late\n\nto the late one\n')
    site.wait_for_log('stat=Deferred: prog mailer')
    site.write('ready', '')
    site.sendmail('-q', '-v')
    assert 'to the late one' in (copies / 'late').read_text()
    with site.smtp() as client:
        client.ehlo()
        client.docmd('MAIL FROM:<kim@daum.net>')
        code, reply = client.docmd('RCPT TO:<nosuchuser@example.test>')
        assert (code, reply) == (550, b'5.1.1 <nosuchuser@example.test>... User unknown'), reply
