"""A server at the other end: accepts mail by SMTP and keeps it; its answers can be set to anything.

With a certificate it offers STARTTLS, or does something else after the 220; AUTH is answered by a script for each mechanism."""
import contextlib
import socketserver
import ssl
import threading


class Connection:
    """One client: lines in and out, in the clear at first."""

    def __init__(self, sock):
        self.sock = sock
        self.file = sock.makefile('rwb')

    def say(self, line):
        self.file.write(line.encode() + b'\r\n')
        self.file.flush()

    def lines(self):
        """What the client says, line by line; goes on through a change to TLS."""
        while raw := self.file.readline():
            yield raw.decode(errors='replace').rstrip('\r\n')

    def start_tls(self, context):
        self.sock = context.wrap_socket(self.sock, server_side=True)
        self.file = self.sock.makefile('rwb')


class Sink:
    """with Sink(port) as sink: … sink.messages: [(sender, [recipients], text)]"""

    def __init__(self, port, extensions=('ENHANCEDSTATUSCODES', 'PIPELINING', '8BITMIME', 'SIZE'), replies=None,
                 certificate=None, breaks_tls=False, auth=None):
        self.messages = []
        self.commands = []
        self.extensions = extensions
        self.replies = replies or {}   # verb or 'dot' to the reply line
        self.breaks_tls = breaks_tls   # closes the connection instead of shaking hands
        self.auth = auth or {}         # mechanism to the replies to AUTH and to each line after it
        self.context = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate.cert, certificate.key)
        sink = self

        class Session(socketserver.BaseRequestHandler):
            def handle(self):
                with contextlib.suppress(OSError):
                    sink.session(Connection(self.request))

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self.server = Server(('127.0.0.1', port), Session)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def session(self, client):
        sender, recipients = '', []
        in_tls = False
        client.say('220 sink.test ESMTP')
        for line in client.lines():
            self.commands.append(line)
            verb = line.split(':')[0].split(' ')[0].upper()
            if verb in self.replies:
                client.say(self.replies[verb])
            elif verb == 'EHLO':
                extensions = [*self.extensions, *(['STARTTLS'] if self.context and not in_tls else [])]
                lines = ['sink.test', *extensions, *(['AUTH ' + ' '.join(self.auth)] if self.auth else [])]
                for word in lines[:-1]:
                    client.say('250-' + word)
                client.say('250 ' + lines[-1])
            elif verb == 'STARTTLS':
                client.say('220 go')
                if self.breaks_tls:
                    return
                client.start_tls(self.context)
                in_tls = True
            elif verb == 'AUTH':
                self.authenticate(client, self.auth.get(line.split(' ')[1], ['504 no such mechanism']))
            elif verb == 'MAIL':
                sender, recipients = line, []
                client.say('250 ok')
            elif verb == 'RCPT':
                recipients.append(line)
                client.say('250 ok')
            elif verb == 'DATA':
                self.receive(client, sender, recipients)
            elif verb == 'QUIT':
                client.say('221 bye')
                return
            else:
                client.say('250 ok')

    def authenticate(self, client, script):
        client.say(script[0])
        for reply in script[1:]:
            self.commands.append(next(client.lines()))
            client.say(reply)

    def receive(self, client, sender, recipients):
        if not recipients:
            client.say('503 no recipients')
            return
        client.say('354 go')
        text = []
        for line in client.lines():
            if line == '.':
                break
            text.append(line + '\n')
        if 'dot' in self.replies:
            client.say(self.replies['dot'])
            return
        self.messages.append((sender, recipients, ''.join(text)))
        client.say('250 kept')
