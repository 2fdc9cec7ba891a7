#!/usr/bin/env python3
"""A report that nobody can be given goes to DeadLetterDrop, else to a Qf file; without a DoubleBounceAddress it is dropped."""
import os

from lib.site import Site

NOBODY = 65534  # whom DefaultUser names where the test runs as root
LOST = 'Subject: lost letter\n\nof nobody to nobody\n'


def configured(site, option=''):
    drop = site.dir / 'drop'
    drop.mkdir()
    if os.geteuid() == 0:
        os.chown(drop, NOBODY, NOBODY)
        site.dir.chmod(0o755)
    text = (site.dir / 'site.cf').read_text() + option.format(dir=site.dir)
    site.write('site.cf', text)
    return drop / 'dead.letter'


def send(site, text):
    site.sendmail('-odi', '-oem', '-f', 'nosuchuser', 'nosuchuser2', text=text, check=False)
    return [name[0] for name in site.queue_files()]


DOUBLE_BOUNCE = "define(`confDOUBLE_BOUNCE_ADDRESS', `nosuchuser3')dnl"

with Site(DOUBLE_BOUNCE) as site:
    letter = configured(site, 'O DeadLetterDrop={dir}/drop/dead.letter\n')
    assert send(site, LOST) == []
    text = letter.read_text()
    assert text.startswith('From MAILER-DAEMON'), text
    for line in ('\nSubject: Postmaster notify: see transcript for details\n', '\nSubject: lost letter\n',
                 '\n550 5.1.1 nosuchuser2... User unknown\n'):
        assert line in text, (line, text)
    assert letter.stat().st_mode & 0o777 == 0o600
    send(site, LOST)
    assert letter.read_text().count('From MAILER-DAEMON') == 2
    assert send(site, 'Precedence: bulk\n' + LOST) == []
    assert letter.read_text().count('From MAILER-DAEMON') == 3

with Site(DOUBLE_BOUNCE) as site:
    configured(site)
    assert send(site, LOST) == ['Q', 'd'], site.queue_files()

with Site("define(`confDOUBLE_BOUNCE_ADDRESS', `')dnl") as site:
    letter = configured(site, 'O DeadLetterDrop={dir}/drop/dead.letter\nO DoubleBounceAddress=\n')
    assert send(site, LOST) == [] and not letter.exists()
