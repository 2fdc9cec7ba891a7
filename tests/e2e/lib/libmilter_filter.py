#!/usr/bin/python3
"""A mail filter over the real libmilter (python3-milter, Debian's Python), driven by the subject of the message. It refuses
recipients called `refused`, and at the end of a message does what the words of its Subject say.
    libmilter_filter.py SOCKET"""
import sys

import Milter


class Filter(Milter.Base):
    def connect(self, name, family, address):
        self.peer = f'{name} {address}'
        return Milter.CONTINUE

    def envfrom(self, sender, *arguments):
        self.words, self.size, self.recipients = [], 0, []
        self.sender = ' '.join([sender, *arguments])
        return Milter.CONTINUE

    def envrcpt(self, recipient, *arguments):
        if recipient.startswith('<refused@'):
            self.setreply('550', '5.7.1', 'Not you', 'nor anybody like you')
            return Milter.REJECT
        self.recipients.append(recipient)
        return Milter.CONTINUE

    def header(self, name, value):
        if name == 'Subject':
            self.words = value.split()
        return Milter.CONTINUE

    def body(self, block):
        self.size += len(block)
        return Milter.CONTINUE

    def eom(self):
        self.addheader('X-Peer', self.peer)
        self.addheader('X-Sender', self.sender)
        self.addheader('X-Queue-Id', self.getsymval('i'))
        self.addheader('X-Body-Size', str(self.size))
        for word in self.words:
            action = getattr(self, 'do_' + word, None)
            if action:
                outcome = action()
                if outcome is not None:
                    return outcome
        return Milter.ACCEPT

    def do_insert(self):
        self.addheader('X-First', 'here', 0)

    def do_fold(self):
        self.addheader('X-Folded', 'one\n\ttwo')

    def do_change(self):
        self.chgheader('Subject', 1, 'changed')
        self.chgheader('X-Old', 2, '')

    def do_recipients(self):
        self.addrcpt('<added@example.test>')
        self.delrcpt(self.recipients[0])

    def do_sender(self):
        self.chgfrom('<new@sender.test>')

    def do_body(self):
        for number in range(5000):
            self.replacebody(f'line {number}\r\n'.encode())

    def do_slow(self):
        for _ in range(3):
            self.progress()

    def do_quarantine(self):
        self.quarantine('looks odd')

    def do_reject(self):
        self.setreply('554', '5.7.1', 'No 100%% sure thing')
        return Milter.REJECT

    def do_discard(self):
        return Milter.DISCARD

    def do_tempfail(self):
        return Milter.TEMPFAIL


Milter.factory = Filter
Milter.set_flags(Milter.ADDHDRS | Milter.CHGHDRS | Milter.CHGBODY | Milter.ADDRCPT | Milter.DELRCPT | Milter.CHGFROM | Milter.QUARANTINE)
Milter.runmilter('libmilter_filter', sys.argv[1], 60)
