#!/usr/bin/env python3
"""-D FILE: what -d asks for is added to the file; the answers of address tests stay on standard output."""
import pathlib
import subprocess
import sys
import tempfile

SENDMAILD = sys.argv[1]
CF = 'V10/Berkeley\nDjmail.example.test\nScanonify=3\nR$* @ $*\t$: $1 < @ $2 >\n'


def run(*arguments, text=''):
    return subprocess.run([SENDMAILD, *arguments], input=text, capture_output=True, text=True, check=False)


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    (folder / 'x.cf').write_text(CF)
    debug = folder / 'debug'
    for _ in range(2):
        done = run('-C', str(folder / 'x.cf'), '-D', str(debug), '-d21.4', '-bt', text='3 a@b\n')
        assert 'canonify           input: a @ b\ncanonify         returns: a < @ b >\n' in done.stdout, done.stdout
        assert 'rewritten as' not in done.stdout, done.stdout
    assert debug.read_text() == 'rewritten as: a < @ b >\n' * 2, debug.read_text()
    debug.unlink()
    done = run('-C', str(folder / 'x.cf'), '-D', str(debug), '-d0.1', '-bt')
    assert 'Version' not in done.stdout and debug.read_text().startswith('Version '), (done.stdout, debug.read_text())
    assert 'SYSTEM IDENTITY' in debug.read_text(), debug.read_text()
    for arguments, status, complaint in [(['-D', '/nonexistent/x', '-d0.1', '-bt'], 73, 'cannot open /nonexistent/x: No such file or directory\n'),
                                         (['-d0.1', '-D', str(debug), '-bt'], 64, '-D file must be before -d\n')]:
        done = run('-C', str(folder / 'x.cf'), *arguments)
        assert (done.returncode, done.stderr) == (status, complaint), done
