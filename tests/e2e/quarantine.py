#!/usr/bin/env python3
"""-Q holds the selected messages back, gives them another reason, and releases them; -v tells what it did."""
from lib.sink import Sink
from lib.site import TRUSTED, Site

TEXT = 'Subject: x\n\nbody\n'


def kinds(site):
    return [name[:2] for name in site.queue_files()]


with Site(TRUSTED) as site, Sink(site.sink_port) as sink:
    site.sendmail('-odq', 'kim@remote.test', text=TEXT)
    qid = site.queue_files()[0][2:]
    folder = site.dir / 'mqueue'
    for arguments, expected, left in [
            (['-Qwhy not', '-qRnobody'], f'{folder}: no matches\nNo changes\n', ['df', 'qf']),
            (['-Qwhy not', '-qRkim'], f'Processing {folder}:\n{qid}: Quarantined with "why not"\n1 change\n', ['df', 'hf']),
            (['-Qother', '-qQ'], f'Processing {folder}:\n{qid}: Quarantine changed from "why not" to "other"\n1 change\n',
             ['df', 'hf']),
            (['-Qother', '-qQ'], f'Processing {folder}:\n{qid}: Already quarantined with "other"\nNo changes\n', ['df', 'hf']),
            (['-q'], '', ['df', 'hf']),
            (['-Q', '-qQoth'], f'Processing {folder}:\n{qid}: Removed quarantine of "other"\n1 change\n', ['df', 'qf']),
            (['-Qall'], f'Processing {folder}:\n{qid}: Quarantined with "all"\n1 change\n', ['df', 'hf'])]:
        assert site.sendmail(*arguments, '-v').stdout == expected and kinds(site) == left, arguments
    assert 'QUARANTINE: all' in site.sendmail('-bp', '-qQ').stdout
    assert site.sendmail('-Q', '-qQ').stdout == '', 'without -v it says nothing'
    for arguments, complaint in [(['-Q.', '-qQ'], 'Can not use -Q.\n'), (['-Qwhy', '-bp'], 'Can not use -Q with -bp\n')]:
        refused = site.sendmail(*arguments, check=False)
        assert (refused.returncode, refused.stderr) == (64, complaint), refused
    assert sink.messages == []
    site.sendmail('-q', '-v')
    assert len(sink.messages) == 1 and site.queue_files() == []
