#!/usr/bin/env python3
"""ps shows what the daemon does, behind ProcessTitlePrefix with its macros."""
import pathlib

from lib.site import Site

with Site('LOCAL_CONFIG\nO ProcessTitlePrefix=MTA of $j\n') as site:
    site.start()
    title = pathlib.Path(f'/proc/{site.daemon.pid}/cmdline').read_bytes().rstrip(b'\0').decode()
    assert title == 'sendmail: MTA of mail.example.test: accepting connections', title
