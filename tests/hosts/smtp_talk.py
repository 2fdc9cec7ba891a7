"""Speaks the lines given on standard input (separated by NUL) to port 25 of a host, one after the other's reply; prints the
replies separated by NUL. Arguments: target, source address (may be empty)."""
import socket
import sys


def main():
    target, source = sys.argv[1:3]
    connection = socket.create_connection((target, 25), 30, (source, 0) if source else None)
    stream = connection.makefile("rwb")

    def reply():
        lines = []
        while True:
            line = stream.readline().decode(errors="replace").rstrip("\r\n")
            lines.append(line)
            if line[3:4] != "-":
                return "\n".join(lines)

    replies = [reply()]
    for line in sys.stdin.read().split("\0"):
        stream.write(line.encode() + b"\r\n")
        stream.flush()
        replies.append(reply())
    print("\0".join(replies), end="")


main()
