"""A server at the other end: accepts mail by SMTP and keeps it; its answers can be set to anything."""
import socketserver
import threading


class Sink:
    """with Sink(port) as sink: … sink.messages: [(sender, [recipients], text)]"""

    def __init__(self, port, extensions=('ENHANCEDSTATUSCODES', 'PIPELINING', '8BITMIME', 'SIZE'), replies=None):
        self.messages = []
        self.commands = []
        self.extensions = extensions
        self.replies = replies or {}   # verb or 'dot' to the reply line
        sink = self

        class Session(socketserver.StreamRequestHandler):
            def handle(self):
                sink.session(self.rfile, self.wfile)

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

    def session(self, rfile, wfile):
        def say(line):
            wfile.write(line.encode() + b'\r\n')
            wfile.flush()

        sender, recipients = '', []
        say('220 sink.test ESMTP')
        for raw in rfile:
            line = raw.decode(errors='replace').rstrip('\r\n')
            self.commands.append(line)
            verb = line.split(':')[0].split(' ')[0].upper()
            if verb in self.replies:
                say(self.replies[verb])
                continue
            if verb == 'EHLO':
                lines = ['sink.test', *self.extensions]
                for word in lines[:-1]:
                    say('250-' + word)
                say('250 ' + lines[-1])
            elif verb == 'MAIL':
                sender, recipients = line, []
                say('250 ok')
            elif verb == 'RCPT':
                recipients.append(line)
                say('250 ok')
            elif verb == 'DATA':
                if not recipients:
                    say('503 no recipients')
                    continue
                say('354 go')
                text = []
                for data in rfile:
                    if data == b'.\r\n':
                        break
                    text.append(data.decode(errors='replace').replace('\r\n', '\n'))
                if 'dot' in self.replies:
                    say(self.replies['dot'])
                    continue
                self.messages.append((sender, recipients, ''.join(text)))
                say('250 kept')
            elif verb == 'QUIT':
                say('221 bye')
                return
            else:
                say('250 ok')
