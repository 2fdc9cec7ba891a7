#!/usr/bin/env python3
"""A daemon says at its start which options of the configuration have no effect, once each, and none of those that have
their defaults; errors of the configuration reach the log with their remedy."""
import subprocess

from lib.site import BUILD, Site

LINE = 'option {} accepted, has no effect here: {}'
SET = 'LOCAL_CONFIG\nO MatchGECOS=True\nO RandFile=file:/dev/urandom\nO ForkEachJob=False\nO MailboxDatabase=pw\n'

with Site(SET) as site:
    site.start()
    expected = [LINE.format('RandFile', "the kernel's generator is used"), LINE.format('MatchGECOS', 'full names are not searched')]
    log = site.log()
    for line in expected:
        assert log.count(line) == 1, (line, log)
    assert 'ForkEachJob' not in log and 'MailboxDatabase' not in log, log
    shown = site.sendmail('-bC', '-d0.40').stdout
    assert all(line + '\n' in shown for line in expected), shown
    site.stop()

    site.write('site.cf', (site.dir / 'site.cf').read_text() + 'Sparse=0\nR$* blanks\n')
    run = subprocess.run([BUILD / 'sendmaild', '--one-process', '-C', site.dir / 'site.cf'], capture_output=True, text=True)
    assert run.returncode == 70, run
    assert 'expected) (the two sides of a rule are separated by tabs, not by blanks)' in run.stderr, run
