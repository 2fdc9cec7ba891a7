"""A mail filter that speaks the wire protocol by itself (no libmilter): what it is sent is kept, what it answers is a table.

    with ScriptedFilter(address, {'M': [b'c'], 'E': [[b'hX-Mark\\0yes\\0', b'a']]}) as scripted: … scripted.packets
The table maps a command letter to the answers to its first, second … occurrence (the last one stays). An answer is a
packet, a list of packets, CLOSE, HANG or RAW + bytes that go out without a frame. Commands without an entry get 'c'.
"""
import contextlib
import os
import socket
import struct
import threading

CLOSE, HANG, RAW = 'close', 'hang', 'raw'
ALL_ACTIONS, NO_STEPS = 0x1ff, 0
NEVER_ANSWERED = 'DAQK'
# The bit that says that a command is not answered.
SILENT = {'C': 0x1000, 'H': 0x2000, 'M': 0x4000, 'R': 0x8000, 'T': 0x10000, 'U': 0x20000, 'N': 0x40000, 'L': 0x80, 'B': 0x80000}


def macro_list(stage, names):
    return struct.pack('>I', stage) + names.encode() + b'\0'


class ScriptedFilter:
    def __init__(self, address, answers=None, actions=ALL_ACTIONS, steps=NO_STEPS, version=6, macros=b''):
        self.answers = answers or {}
        self.offer = None            # what the MTA offered
        self.triple = (version, actions, steps)
        self.macros = macros
        self.steps = steps
        self.packets = []            # (letter, data) in the order they came, all connections
        self.ended = threading.Semaphore(0)   # released when a connection is gone
        self.hanging = threading.Event()
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET6 if ':' in address[0] else socket.AF_INET
        self.socket = socket.socket(family)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_UNIX:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(address)
        self.socket.bind(address)
        self.address = self.socket.getsockname()
        self.socket.listen(20)
        self.connections = []
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.hanging.set()
        # Wakes the thread in accept().
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                self.connections.append(connection)
                threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        counts = {}
        with contextlib.suppress(OSError), connection, connection.makefile('rb') as stream:
            while True:
                head = stream.read(5)
                if len(head) < 5:
                    break
                letter = chr(head[4])
                data = stream.read(struct.unpack('>I', head[:4])[0] - 1)
                self.packets.append((letter, data))
                if letter == 'O':
                    self.offer = struct.unpack('>III', data[:12])
                if letter == 'Q':
                    break
                number = counts[letter] = counts.get(letter, 0) + 1
                if not self.answer(connection, letter, number):
                    break
        self.ended.release()

    def answer(self, connection, letter, number):
        """False: the connection ends."""
        choices = self.answers.get(letter)
        if choices is None:
            if letter in NEVER_ANSWERED or self.steps & SILENT.get(letter, 0):
                return True
            choices = [b'O' + struct.pack('>III', *self.triple) + self.macros] if letter == 'O' else [b'c']
        choice = choices[min(number, len(choices)) - 1]
        for packet in choice if isinstance(choice, list) else [choice]:
            if packet == CLOSE:
                return False
            if packet == HANG:
                self.hanging.wait()
                return False
            if isinstance(packet, tuple):
                connection.sendall(packet[1])
            else:
                connection.sendall(struct.pack('>I', len(packet)) + packet)
        return True

    def letters(self):
        return ''.join(letter for letter, _ in self.packets)
