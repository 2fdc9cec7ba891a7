"""A socketmap server for tests: netstrings "<map> <key>" answered "<STATUS> <text>"; the key says how."""
import contextlib
import socket
import threading

ANSWERS = {"ok": "OK value", "pct": "OK %0 and %1 %2%%", "empty": "OK ", "no": "NOTFOUND ", "temp": "TEMP try later",
           "timeout": "TIMEOUT slow", "perm": "PERM never", "odd": "WHAT is this", "lower": "ok value",
           "long": "OK " + "x" * 1200, "blanks": "OK two  blanks ", "space": " OK x"}
# Answers that are no netstring, or none at all: behind the last two the server closes the connection, and what the next
# question gets depends on who notices first.
BROKEN = {"nolength": b"x:OK value,", "nocomma": b"8:OK valueX", "short": b"20:OK value,", "huge": b"2000000:OK value,",
          "digits": b"00000000000008:OK value,", "close": b""}
KEYS = ["ok", "OK", "pct", "empty", "no", "temp", "timeout", "perm", "odd", "lower", "long", "blanks", "space",
        "nolength", "nocomma", "huge", "digits", "unknown", "two words", "k" * 300]


def reply_to(request):
    key = request.partition(" ")[2]
    if key in BROKEN:
        return BROKEN[key]
    text = ANSWERS.get(key, f"OK <{request}>").encode()
    return b"%d:%b," % (len(text), text)


def converse(connection):
    with contextlib.suppress(ConnectionError), connection, connection.makefile("rwb") as stream:
        while True:
            length = b""
            while (digit := stream.read(1)).isdigit():
                length += digit
            if digit != b":":
                return
            request = stream.read(int(length) + 1)[:-1].decode("latin-1")
            reply = reply_to(request)
            stream.write(reply)
            stream.flush()
            if request.partition(" ")[2] in ("close", "short"):
                return


def serve(path):
    """Answers on a local socket and on a port of 127.0.0.1, in daemon threads; returns the port."""
    local = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    local.bind(path)
    local.listen(16)
    inet = socket.create_server(("127.0.0.1", 0))

    def accept(listener):
        while True:
            threading.Thread(target=converse, args=(listener.accept()[0],), daemon=True).start()

    for listener in (local, inet):
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
    return inet.getsockname()[1]
