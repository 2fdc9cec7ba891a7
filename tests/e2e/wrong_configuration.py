#!/usr/bin/env python3
"""A configuration that cannot be used is one message with file and line, and a status of sysexits.h; nothing runs."""
import socket

from lib.site import Site

with Site() as site:
    cf = site.dir / 'site.cf'
    good = cf.read_text()
    rows = [('0 DaemonPortOptions=Name=MTA\n', 'unknown configuration line', 70),
            ('O NoSuchOption=1\n', 'unknown option name', None),
            ('Sparse=3\nR$* no tab here\n', 'invalid rewrite line', 70)]
    for added, text, status in rows:
        cf.write_text(good + added)
        run = site.sendmail('-bD', check=False) if status else site.sendmail('-bC', check=False)
        assert text in run.stdout + run.stderr, (added, run)
        assert status is None or run.returncode == status, (added, run)
        assert str(cf) in run.stdout + run.stderr and 'line ' in run.stdout + run.stderr, run
    cf.write_text(good)
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(('127.0.0.1', site.port))
        taken.listen()
        run = site.sendmail('--one-process', check=False)
        assert run.returncode == 71 and 'Address already in use' in run.stderr, run
