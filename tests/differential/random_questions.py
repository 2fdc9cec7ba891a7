"""Random questions to a configuration in address test mode: addresses to route and rewrite, and the situations in
which the check rulesets are asked. A question is (mode, lines before it, command); modes are those of the replay."""
import random_mc as mc

CLIENTS = [("mx.example.org", "198.51.100.2", "OK", "mx.example.org"), ("spam.test", "203.0.113.66", "OK", "spam.test"),
           ("localhost", "127.0.0.1", "OK", "localhost"), ("", "", "", ""), ("[203.0.113.67]", "203.0.113.67", "FAIL", ""),
           ("[203.0.113.68]", "203.0.113.68", "TEMP", ""), ("evil.test", "203.0.113.69", "FORGED", "evil.test"),
           ("host1.example.com", "192.0.2.21", "OK", "host1.example.com"), ("[10.1.2.3]", "10.1.2.3", "FAIL", ""),
           ("host2.example.com", "IPv6:2001:db8:0:0:0:0:0:22", "OK", "host2.example.com"), ("good.test", "203.0.113.30", "OK", "good.test"),
           ("a.mt.test", "203.0.113.82", "OK", "a.mt.test"), ("friend.test", "203.0.113.20", "OK", "friend.test")]
VERIFY = ["OK", "TRUSTED", "NO", "NOT", "NONE", "FAIL", "SOFTWARE", "PROTOCOL", "CONFIG", "CLEAR", "TEMP", "DANE_FAIL", ""]
# DANE_TEMP and DANE_NOTLS came with sendmail 8.18.
# clt_features looks for the server here, and for the client in sendmail 8.17, so it is not asked.
SESSION = {"verify": VERIFY, "cipher_bits": ["", "0", "56", "128", "256"], "auth_ssf": ["", "56", "256"],
           "cert_issuer": ["", "/O=CA/CN=Root", "/O=Org/CN=client"], "cert_subject": ["", "/O=X/CN=cs", "/O=Org/CN=client"],
           "cn_subject": ["", "cn.test", "good.test", "mx.good.test"], "auth_type": ["", "", "PLAIN", "DIGEST-MD5"],
           "auth_authen": ["", "alice"], "auth_author": ["", "bob"], "client_rate": ["0", "3", "50"], "client_connections": ["1", "3", "50"],
           "daemon_flags": ["", "", "", "u", "f", "c u", "b", "EE"], "deliveryMode": ["b", "b", "b", "i", "d"]}
ATTACKERS = ["user%example.org@mail.example.com", "example.org!user@mail.example.com", "example.org!user", "@a.example.org:user@example.org",
             "@mail.example.com:user@example.org", "user%example.org", '"user@example.org"', '"user@example.org"@mail.example.com',
             "user@[192.0.2.10]", "user@[203.0.113.66]", "user@.example.org", "user@example..org", "user@", "@example.org", "list: alice, bob ;",
             "user@example.org.", "a b@example.org", '"a b"@example.org', "user@[IPv6:2001:db8::1]", "nb!user", "nb!x!user", "dec::user",
             "user@host.CS", "user@vnet", "user.vnet", "alt.test.USENET", "<>", "user%nb.UUCP@example.org", "user%a%b@mail.example.com",
             "quick-alice", "quick-alice@mail.example.com", "sec+alice@example.org", "sec-x@good.test", "quick-@example.org", "info@sub.mt.test",
             "info@sub.virt1.test", "info@a.b.virt1.test", "user+a+b@virt1.test", "+x@virt1.test", "user@EXAMPLE.ORG", "ALICE@Mail.Example.Com",
             "user,other@example.org", "user;x@example.org", "user@example.org@mail.example.com", "[203.0.113.66]", "user@[]", "user@localhost.UUCP"]
MAILERS = ["local", "prog", "smtp", "esmtp", "relay", "smtp8", "dsmtp", "uucp-old", "uucp-dom", "uucp-uudom", "procmail", "cyrusv2"]


class Asker:
    """Draws questions with one generator."""

    def __init__(self, rng, configuration):
        self.rng = rng
        # A client without a name and a map out of order make sendmail's rules show their marks.
        self.clients = [client for client in CLIENTS if client[0] or "/missing'" not in configuration.text()]
        keys = [key.split(":", 1)[-1] for table in configuration.maps.values() for key in table]
        self.known = [key for key in keys if "@" in key and not key.startswith("@") and not key.endswith("@") and "<" not in key]

    def user(self):
        return self.rng.choice(mc.USERS) + self.rng.choice(mc.DETAILS)

    def domain(self):
        kind = self.rng.random()
        return self.rng.choice(mc.DOMAINS if kind < 0.7 else mc.OWN if kind < 0.92 else mc.PSEUDO)

    def address(self):
        kind = self.rng.random()
        if kind < 0.15:
            return self.user()
        if kind < 0.35 and self.known:
            return self.rng.choice(self.known)
        return self.rng.choice(ATTACKERS) if kind < 0.55 else f"{self.user()}@{self.domain()}"

    def client(self):
        name, address, resolve, pointer = self.rng.choice(self.clients)
        sender = self.address() if self.rng.random() < 0.7 else ""
        lines = [f".D{{client_name}}{name}", f".D{{client_addr}}{address}", f".D{{client_resolve}}{resolve}", f".D{{client_ptr}}{pointer}",
                 f".Df{sender}", f".D{{mail_from}}<{sender}>", f".Ds{self.rng.choice(['', 'mail.example.com', 'bogus', 'mx.example.org', '[127.0.0.1]'])}"]
        lines += [f".D{{{macro}}}{self.rng.choice(values) if self.rng.random() < 0.5 else ''}" for macro, values in SESSION.items()]
        server = self.rng.choice(CLIENTS[:2] + CLIENTS[7:])
        return lines + [f".D{{server_name}}{server[0]}", f".D{{server_addr}}{server[1]}"], (name, address), sender

    def routing(self):
        address = self.address()
        return [("noscan", [], f"/parse {address}"), ("top", [], f"3,0 {address}"), ("top", [], f"canonify {address}"), ("top", [], f"3,4 {address}"),
                ("top", [f".Dh{self.rng.choice(mc.DOMAINS)}"], f"localaddr {self.user()}")]

    def rewriting(self):
        flags = self.rng.choice(["HS", "HR", "ES", "ER"])
        return [("noscan", [f"/tryflags {flags}"], f"/try {self.rng.choice(MAILERS)} {self.address()}")]

    def checks(self, delayed):
        lines, (name, address), sender = self.client()
        recipient = f"<{self.address()}>".replace("<<>>", "<>")
        relay, mail = ("checkrelay", "checkmail") if delayed else ("check_relay", "check_mail")
        return [("verdict", lines, f"Translate,{relay} {name} $| {address}"), ("verdict", lines, f"{mail} <{sender}>"),
                ("verdict", lines, f"check_rcpt {recipient}"), ("verdict", lines, f"Translate,check_relay {name} $| {address}")]

    def session(self):
        lines, (name, address), sender = self.client()
        verify = next(line for line in lines if line.startswith(".D{verify}"))[10:]
        server = tuple(line.split("}", 1)[1] for line in lines[-2:])
        pair = f"{name} $| {address}"
        asked = [("verdict", f"tls_server {verify}"), ("verdict", f"Translate,tls_client {verify} $| STARTTLS"), ("verdict", f"tls_rcpt {self.user()}@{self.domain()}"),
                 ("verdict", f"try_tls {server[0]}"), ("verdict", f"Translate,srv_features {pair}"), 
                 ("verdict", f"Translate,authinfo {server[0]} $| {server[1]}"), ("verdict", f"Translate,greet_pause {pair}"),
                 ("verdict", f"trust_auth {self.rng.choice(['alice', 'bob', '<alice>', sender])}"), ("verdict", f"queuegroup {self.address()}"),
                 ("verdict", f"Translate,check_compat {self.address()} $| {self.address()}"), ("verdict", f"Translate,check_compat {sender} $| <{self.address()}>"),
                 ("result", f"Translate,tls_srv_features {name or 'x.test'} $| {address}"), ("result", f"Translate,tls_clt_features {server[0]} $| {server[1]}"),
                 ("result", f"bcc {self.address()}"), ("verdict", f"Translate,check_other {self.rng.choice(['GET / HTTP/1.0', 'Host: x', 'NOOP', 'FOO bar'])} $| {self.rng.choice('25')}"),
                 ("verdict", f"Translate,x_connect {pair}"), ("verdict", f"check_vrfy {self.address()}"), ("verdict", f"check_etrn {self.domain()}"),
                 ("verdict", "RelayTLS x"), ("verdict", "RateControl x"), ("verdict", "ConnControl x")]
        return [(mode, lines, command) for mode, command in self.rng.sample(asked, 6)]

    def questions(self, count, delayed):
        out = []
        while len(out) < count:
            kind = self.rng.random()
            out += self.routing() if kind < 0.3 else self.rewriting() if kind < 0.5 else self.checks(delayed) if kind < 0.8 else self.session()
        return out[:count]
