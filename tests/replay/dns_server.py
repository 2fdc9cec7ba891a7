"""A name server for tests: answers from a table, SERVFAIL for chosen names, NXDOMAIN for all others."""
import socket
import struct
import threading

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28, "SRV": 33, "AFSDB": 18, "TLSA": 52, "ANY": 255}
NO_ERROR, SERVFAIL, NXDOMAIN = 0, 2, 3
CNAME_LIMIT = 12


def wire_name(name):
    name = name.rstrip(".")
    out = b""
    for label in name.split(".") if name else []:
        raw = label.encode("latin-1", "replace")[:63]
        out += bytes([len(raw)]) + raw
    return out + b"\0"


def rdata(kind, value):
    if kind == "A":
        return socket.inet_aton(value)
    if kind == "AAAA":
        return socket.inet_pton(socket.AF_INET6, value)
    if kind in ("CNAME", "PTR", "NS"):
        return wire_name(value)
    if kind in ("MX", "AFSDB"):
        number, host = value.split(None, 1)
        return struct.pack(">H", int(number)) + wire_name(host)
    if kind == "SRV":
        priority, weight, port, host = value.split()
        return struct.pack(">HHH", int(priority), int(weight), int(port)) + wire_name(host)
    if kind == "TXT":
        raw = value.encode("latin-1")
        return b"".join(bytes([len(raw[i:i + 255])]) + raw[i:i + 255] for i in range(0, len(raw), 255)) or b"\0"
    if kind == "TLSA":
        return bytes.fromhex(value)
    raise ValueError(kind)


class Zone:
    """records: {name: {type: [value, …]}}; servfail: names (and everything below them) that cannot be asked."""

    def __init__(self, records, servfail=()):
        self.records = {name.lower().rstrip("."): by_type for name, by_type in records.items()}
        self.servfail = [name.lower() for name in servfail]
        self.names = set()
        for name in self.records:
            labels = name.split(".")
            self.names.update(".".join(labels[i:]) for i in range(len(labels)))

    def find(self, name):
        """The records of a name: a wildcard's where none closer exists, {} for an empty name, None for no such name."""
        if name in self.records:
            return self.records[name]
        if name in self.names:
            return {}
        labels = name.split(".")
        for i in range(1, len(labels)):
            above = ".".join(labels[i:])
            if "*." + above in self.records:
                return self.records["*." + above]
            if above in self.names:
                break
        return None

    def resolve(self, name, query_type):
        """(rcode, [(owner, type number, rdata)])"""
        if any(name == bad or name.endswith("." + bad) for bad in self.servfail):
            return SERVFAIL, []
        answers, owner = [], name
        for _ in range(CNAME_LIMIT):
            by_type = self.find(owner)
            if by_type is None:
                missing = owner == name or query_type != TYPES["CNAME"]
                return (NXDOMAIN if missing else NO_ERROR), answers
            if "CNAME" in by_type and query_type not in (TYPES["CNAME"], TYPES["ANY"]):
                answers.append((owner, TYPES["CNAME"], rdata("CNAME", by_type["CNAME"][0])))
                owner = by_type["CNAME"][0].lower().rstrip(".")
                continue
            for kind, values in by_type.items():
                if query_type in (TYPES["ANY"], TYPES[kind]):
                    answers += [(owner, TYPES[kind], rdata(kind, value)) for value in values]
            break
        return NO_ERROR, answers


def question(query):
    """(name, type, the question section as bytes)"""
    at, labels = 12, []
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode("latin-1"))
        at += query[at] + 1
    return ".".join(labels).lower(), struct.unpack(">H", query[at + 1:at + 3])[0], query[12:at + 5]


def answer(zone, query):
    name, query_type, section = question(query)
    rcode, answers = zone.resolve(name, query_type)
    body = b"".join(wire_name(owner) + struct.pack(">HHIH", kind, 1, 300, len(raw)) + raw for owner, kind, raw in answers)
    authority = b""
    if not answers and rcode in (NO_ERROR, NXDOMAIN):
        soa = wire_name("ns.invalid") + wire_name("root.invalid") + struct.pack(">IIIII", 1, 3600, 600, 86400, 60)
        authority = wire_name(name.rpartition(".")[2]) + struct.pack(">HHIH", TYPES["SOA"], 1, 60, len(soa)) + soa
    identifier, flags = struct.unpack(">HH", query[:4])
    header = struct.pack(">HHHHHH", identifier, 0x8580 | (flags & 0x0100) | rcode, 1, len(answers), 1 if authority else 0, 0)
    return header + section + body + authority


def truncated(query, reply):
    if len(reply) <= 512:
        return reply
    short = bytearray(reply[:12 + len(question(query)[2])])
    short[2] |= 2
    short[6:12] = b"\0" * 6
    return bytes(short)


def serve(zone, address="127.0.0.1", port=53):
    """Answers over UDP and TCP in daemon threads; returns the port."""
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    datagrams.bind((address, port))
    port = datagrams.getsockname()[1]
    listener = socket.create_server((address, port), backlog=16)

    def over_udp():
        while True:
            query, client = datagrams.recvfrom(4096)
            try:
                datagrams.sendto(truncated(query, answer(zone, query)), client)
            except (struct.error, IndexError, ValueError):
                continue

    def over_tcp():
        while True:
            connection, _ = listener.accept()
            with connection, connection.makefile("rwb") as stream:
                connection.settimeout(3)
                try:
                    while len(size := stream.read(2)) == 2:
                        reply = answer(zone, stream.read(struct.unpack(">H", size)[0]))
                        stream.write(struct.pack(">H", len(reply)) + reply)
                        stream.flush()
                except (OSError, struct.error, IndexError, ValueError):
                    continue

    for loop in (over_udp, over_tcp):
        threading.Thread(target=loop, daemon=True).start()
    return port
