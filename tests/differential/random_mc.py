"""Random but repeatable sendmail.mc files with the tables they read: what decisions.py compares libraries with.

Every statement comes from a table below; the names in them are those of the world in which the replay sandbox lives."""
import dataclasses
import random

USERS = ["user", "alice", "bob", "root", "info", "postmaster", "very.long", "u", "x", "operator"]
DETAILS = ["", "", "", "+d", "+list", "+", "+*"]
DOMAINS = ["example.org", "example.net", "good.test", "virt1.test", "sub.virt1.test", "virt2.test", "gen.test", "host.gen.test", "mt.test",
           "a.mt.test", "b.a.mt.test", "localmt.test", "spam.test", "friend.test", "ldap.test", "sub.ldap.test", "hostonly.test", "ldapeq.test",
           "masqdom.test", "olddom.test", "relayto.test", "multi.test", "list.example.com", "sub.example.com", "deep.sub.example.com",
           "example.com", "nomx.test", "nullmx.test", "unknown.invalid", "tmpfail.test", "x.wild.test", "onlyv6.test", "cname.test"]
OWN = ["mail.example.com", "localhost", "mail", "[192.0.2.10]", "[127.0.0.1]", "host1", "host1.example.com"]
PSEUDO = ["host.UUCP", "nb.UUCP", "dec.DECNET", "bit.BITNET", "555.FAX", "x.REDIRECT", "POP"]
NETS = ["203.0.113.66", "203.0.113", "203.0", "198.51.100.2", "198.51.100", "10", "10.1.2", "192.0.2", "IPv6:2001:db8:0:0:0:0:0:22", "IPv6:2001:db8"]
VERDICTS = ["OK", "RELAY", "REJECT", "DISCARD", "SKIP", "QUARANTINE:held for review", "ERROR:5.7.1:550 Go away", "ERROR:4.7.1:450 Come later",
            "550 plain reply", "ERROR:just text", "ERROR:550 code first", "SUBJECT", "ERROR:D.S.N:421 text", "ok", "REJECT now"]
TLS_VALUES = ["VERIFY", "ENCR:112", "ENCR", "PERM+VERIFY:128", "TEMP+ENCR:256", "VERIFY:56+CN:cn.test", "VERIFY+CN", "ENCR:40+CS:/O=X/CN=cs",
              "VERIFY:112+CN:cn.test++CI:/O=CA/CN=Root", "VERIFY+CITag:MYCA", "PERM+ENCR:128+CN++CS:/O=X/CN=cs", "OK", "nonsense", "VERIFY + CN"]
# Tag of the access map: (kinds of keys, values).
TAGS = {
    "Connect": ("net domain", VERDICTS), "From": ("address user domain", VERDICTS), "To": ("address user domain", VERDICTS),
    "": ("net address user domain", VERDICTS), "Spam": ("address user domain", ["FRIEND", "HATER", "OK", "friend"]),
    "GreetPause": ("net domain none", ["5000", "0", "1"]), "ClientRate": ("net none", ["0", "2", "5", "100"]),
    "ClientConn": ("net none", ["0", "2", "5", "x"]), "Srv_Features": ("net domain none", ["S", "V", "A B C", "l", "temp", "o O"]),
    "Clt_Features": ("net domain none", ["D", "M S", "h"]), "Try_TLS": ("net domain none", ["NO", "YES", "no"]),
    "TLS_Srv": ("net domain none", TLS_VALUES), "TLS_Clt": ("net domain none", TLS_VALUES),
    "TLS_Rcpt": ("address user domain none", TLS_VALUES), "AuthInfo": ("net domain none", ['"U:alice" "P:secret" "M:PLAIN"', '"U:b" "P=eA=="']),
    "CERTIssuer": ("certificate", ["RELAY", "SUBJECT", "OK", "REJECT"]), "CERTSubject": ("certificate", ["RELAY", "OK"]),
    "MYCA": ("certificate", ["OK", "YES"]), "Compat": ("pair", ["DISCARD:no talk", "DISCARD", "TEMP:later", "ERROR:never", "OK", "REJECT"]),
    "qgrp": ("address domain user", ["slow", "fast", "nosuch"]), "bcc": ("domain dotdomain", ["copy@bcc.test", "archive"]),
    "rhs": ("domain", ["OK", "REJECT"]), "XConnect": ("net domain", ["YES", "NO"]), "STS": ("domain", ["NO", "YES"]),
    "TLS_Srv_Features": ("net domain none", ["CipherList=HIGH", "Options=SSL_OP_NO_TLSv1_3; CertFile=/x; KeyFile=/y"]),
    "TLS_Clt_Features": ("net domain none", ["CipherList=HIGH", "servername=hostname", "Flags=d"]),
}
CERTIFICATES = ["/O=CA/CN=Root", "/O=X/CN=cs", "/O=Org/CN=client"]
ROUTES = ["esmtp:[mx.good.test]", "smtp:mx.example.net", "relay:hub.example.com", "local:", "local:alice", "error:5.7.0:550 No mail there",
          "error:nohost No such host", "error:NOUSER:553 gone", "procmail:/etc/procmailrcs/x", "%1.hub.test", "smtp:%1.hub.test", "uucp-dom:nb",
          "esmtp:user@mx.good.test", "mx.example.org", "discard:", "relay:[203.0.113.5]:2525", "dsmtp:dial.test", "error:550 text only"]
VIRTUALS = ["alice", "bob+%2", "%1@example.net", "%1%3@example.org", "error:5.7.0:550 Not here", "error:nouser User unknown", "other@virt1.test",
            "%1+%2@mt.test", "error:nouser 550 gone", "alice@mail.example.com", "list-%1", "%0@x.test", "error:4.2.1:450 busy"]
GENERICS = ["gen.%1@example.org", "Alice.Example@example.org", "boss", "name@virt1.test", "x+%1@gen.test", "deep@sub.example.com"]

BLOCK_LIST_ANSWERS = ["", ", `', `', `127.0.0.2.'", ", `', `t', `127.0.0.3', `127.0.0.4.'", ", `', `', `127.0.0.$-'"]
ZONE_ARGUMENTS = ["", ", `\"550 Listed: \" $&{client_addr}'", ", `quarantine'", ", `discard'", ", `', `t'", ", `', `\"451 ask later\"'"]

# FEATURE arguments; one of them is taken. Features without arguments stand in PLAIN.
ARGUMENTS = {
    "access_db": ["", ", `hash -T<TMPF> -o /etc/mail/access'", ", `', `skip'", ", `', `lookupdotdomain'", ", `', `relaytofulladdress'",
                  ", `', `skip', `lookupdotdomain'", ", `hash -T<TMPF> /etc/mail/access', `relaytofulladdress', `skip', `lookupdotdomain'",
                  ", `hash -T<TMPF> /etc/mail/missing'"],
    "always_add_domain": ["", ", `added.test'"], "authinfo": [""],
    "badmx": ["", ", `^(203\\.0\\.113\\.31)'"], "bcc": [", `hash -o /etc/mail/bcctable'", ", `access'", ", `access', `boss'", ", `access', `boss', `watch@bcc.test'",
                                                   ", `', `', `copy@bcc.test'"],
    "bestmx_is_local": ["", ", `example.net example.com'"], "bitdomain": [""], "check_other": ["", ", `^GET'"],
    "conncontrol": ["", ", `nodelay'", ", `', `terminate'", ", `nodelay', `terminate'"],
    "ratecontrol": ["", ", `nodelay'", ", `', `terminate'", ", `nodelay', `terminate'"],
    "delay_checks": ["", ", `friend'", ", `hater'", ", `friend', `n'", ", `Friend'"],
    "dnsbl": [", `bl.test'" + a for a in ZONE_ARGUMENTS], "enhdnsbl": [", `ebl.test'" + a for a in BLOCK_LIST_ANSWERS + ZONE_ARGUMENTS],
    "rhsbl": [", `rhs.test'" + a for a in ("", ", `\"550 no \" $&f'", ", `', `t'")],
    "domaintable": [""], "drac": [""], "genericstable": ["", ", `hash -o /etc/mail/genericstable'"], "greet_pause": ["", ", `5000'"],
    "ldap_routing": [", `hash -T<TMPF> /etc/mail/lh', `hash -T<TMPF> /etc/mail/lm'" + a for a in (
        "", ", `bounce'", ", `passthru'", ", `sendertoo'", ", `bounce', `strip'", ", `', `preserve'", ", `bounce', `', `nodomain'",
        ", `', `strip', `nodomain'", ", `bounce', `preserve', `', `queue'", ", `sendertoo', `preserve', `nodomain', `tempfail'")],
    "local_lmtp": ["", ", `/usr/bin/lmtpd'", ", `[IPC]', `FILE /run/lmtp'"], "local_procmail": ["", ", `/bin/pm', `pm -d $u', `SPfn9'"],
    "mailertable": ["", ", `hash -o /etc/mail/mailertable'"], "mtamark": ["", ", `\"550 no MTA\"'", ", `', `t'", ", `', `', `_smtp._srv'"],
    "nocanonify": ["", ", `canonify_hosts'"], "nopercenthack": [", `reject'", ", `nospecial'"], "nouucp": [", `reject'", ", `nospecial'"],
    "queuegroup": ["", ", `slow'"], "relay_mail_from": ["", ", `domain'"], "smrsh": ["", ", `/bin/smrsh'"],
    "sts": ["", ", `hash -T<TMPF> /etc/mail/sts'", ", `hash -T<TMPF> /etc/mail/sts', `NO_SAN_TST'"], "uucpdomain": [""],
    "virtusertable": ["", ", `hash -o /etc/mail/virtusertable'"],
    "domainmap": [", `mt.test', `hash /etc/mail/dmap'", ", `virt1.test', `hash -o /etc/mail/dmap'"],
    "prefixmod": [", `quick-', `d'", ", `sec', `+'"],
}
PLAIN = ["accept_unqualified_senders", "accept_unresolvable_domains", "allmasquerade", "block_bad_helo", "blocklist_recipients",
         "check_cert_altnames", "compat_check", "generics_entire_domain", "limited_masquerade", "local_no_masquerade", "loose_relay_check",
         "lookupdotdomain", "masquerade_entire_domain", "masquerade_envelope", "no_default_msa", "notsticky", "preserve_local_plus_detail",
         "preserve_luser_host", "promiscuous_relay", "redirect", "relay_based_on_MX", "relay_entire_domain", "relay_hosts_only",
         "relay_local_from", "require_rdns", "stickyhost", "tls_session_features", "use_client_ptr", "use_ct_file", "use_cw_file",
         "virtuser_entire_domain", "vnet"]
# Weights: features in which rules meet are taken more often.
OFTEN = {"access_db": 12, "virtusertable": 5, "mailertable": 5, "genericstable": 4, "ldap_routing": 3, "delay_checks": 4, "blocklist_recipients": 4,
         "dnsbl": 3, "enhdnsbl": 3, "promiscuous_relay": 0.2, "prefixmod": 1.5, "domainmap": 1.5}
# sts: without an access map sendmail forgets to look for broken handshakes.
NEED_ACCESS = {"sts", "blocklist_recipients", "compat_check", "conncontrol", "queuegroup", "ratecontrol", "relay_mail_from", "lookupdotdomain"}
HOSTS = ["hub.example.com", "esmtp:[smart.example.com]", "smtp:relay.example.com", "[192.0.2.41]", "relay:hub.example.com", "local:boss",
         "error:5.1.1:550 Nobody here", "error:nouser No such user", "uucp-dom:nb", "luser.example.com", "user@luser.example.com"]
RELAYS = {"SMART_HOST": HOSTS[:5], "MAIL_HUB": HOSTS, "LOCAL_RELAY": HOSTS, "LUSER_RELAY": HOSTS, "UUCP_RELAY": HOSTS[:5],
          "BITNET_RELAY": HOSTS[:5], "DECNET_RELAY": HOSTS[:5], "FAX_RELAY": HOSTS[:5]}
LISTS = {"MASQUERADE_DOMAIN": ["masqdom.test example.org", "example.com"], "MASQUERADE_EXCEPTION": ["host1.example.com", "sub.example.com"],
         "EXPOSED_USER": ["root", "alice operator"], "LOCAL_DOMAIN": ["localmt.test", "host1.example.com virt2.test"],
         "LOCAL_USER": ["operator", "root"], "RELAY_DOMAIN": ["relayto.test example.net", "203.0.113 good.test"],
         "VIRTUSER_DOMAIN": ["virt1.test virt2.test", "example.org"], "GENERICS_DOMAIN": ["gen.test", "example.org mail.example.com"],
         "LDAPROUTE_DOMAIN": ["ldap.test hostonly.test", "mail.example.com"], "LDAPROUTE_EQUIVALENT": ["ldapeq.test"],
         "CANONIFY_DOMAIN": ["example.com"], "TRUST_AUTH_MECH": ["PLAIN LOGIN", "DIGEST-MD5"],
         "MASQUERADE_AS": ["masq.example.com", "example.org"]}
VALUES = {"confLOCAL_MAILER": ["local", "cyrusv2"], "confSMTP_MAILER": ["smtp", "esmtp", "smtp8"], "confRELAY_MAILER": ["relay", "esmtp"],
          "confUUCP_MAILER": ["uucp-new", "uucp-dom"], "confREJECT_MSG": ["550 No access here", '"551 Not you"'], "confRELAY_MSG": ["550 No relay here"],
          "confRCPTREJ_MSG": ["550 Nobody reads this"], "confBIND_OPTS": ["-DNSRCH"], "confDOMAIN_NAME": ["$w.example.net"],
          "confOPERATORS": [".:%@!^/[]+"], "confDELIVERY_MODE": ["queueonly", "deferred"], "confDEQUOTE_OPTS": ["-s_"],
          "confFALLBACK_MX": ["fall.example.com"], "confPRIVACY_FLAGS": ["goaway"], "confTO_QUEUERETURN": ["3d"],
          "confMESSAGE_TIMEOUT": ["3d/2h", "4d"], "SMTP_MAILER_MAX": ["1000"], "LOCAL_MAILER_FLAGS": ["SPfn9"], "RELAY_MAILER_FLAGS": ["8"],
          "SMTP_MAILER_FLAGS": ["e", ""], "DNSBL_MAP": ["dns -R A", "host"], "EDNSBL_TO": ["3"], "MTAMARK_TO": ["2"]}
MAILERS = ["uucp", "procmail", "cyrusv2", "cyrus", "usenet", "fax", "phquery", "pop", "mail11", "qpage"]
HACKS = ["spamtrap", "xconnect", "cssubdomain", "nodns", "dnsblaccess', `bl.test"]
FEATURES = sorted(ARGUMENTS) + PLAIN
TRANSLATE = "\nLOCAL_RULESETS\nSTranslate\nR$* $$| $*\t\t$: $1 $| $2\n"


@dataclasses.dataclass
class Configuration:
    lines: list
    maps: dict = dataclasses.field(default_factory=dict)

    def text(self):
        return "divert(0)dnl\nVERSIONID(`random')dnl\n" + "".join(line + "\n" for line in self.lines) + TRANSLATE


class Maker:
    """Draws from the tables with one generator."""

    def __init__(self, rng):
        self.rng = rng

    def some(self, values, low, high):
        return self.rng.sample(values, min(len(values), self.rng.randint(low, high)))

    def domain(self):
        return self.rng.choice(DOMAINS + OWN[:1])

    def key(self, kind):
        user = self.rng.choice(USERS) + self.rng.choice(DETAILS)
        domain = self.domain()
        return {"net": lambda: self.rng.choice(NETS), "domain": lambda: self.rng.choice(["", "", "."]) + domain, "dotdomain": lambda: "." + domain,
                "address": lambda: f"{user}@{domain}", "user": lambda: user + "@", "none": lambda: "",
                "certificate": lambda: self.rng.choice(CERTIFICATES),
                "pair": lambda: f"{user}@{self.rng.choice(DOMAINS[:5])}<@>{self.rng.choice(USERS[:4])}@{self.rng.choice(DOMAINS[:5])}"}[kind]()

    def access(self):
        entries = {}
        for tag in self.some(sorted(TAGS), 4, 14) + ["Connect", "From", "To"]:
            kinds, values = TAGS[tag]
            for _ in range(self.rng.randint(2, 8)):
                key = self.key(self.rng.choice(kinds.split()))
                entries[(tag + ":" + key) if tag else key] = self.rng.choice(values)
        entries.update({"To:" + self.key("address"): "TRAP" for _ in range(2)})
        return entries

    def table(self, keys, values, low=4, high=14):
        return {keys(): self.rng.choice(values) for _ in range(self.rng.randint(low, high))}

    def tables(self):
        user = lambda: self.rng.choice(USERS) + self.rng.choice(DETAILS)
        address = lambda: f"{user()}@{self.domain()}"
        virtual = lambda: self.rng.choice([f"{user()}@{self.rng.choice(DOMAINS[3:7])}", address(), "@" + self.domain(), "+*@" + self.domain()])
        return {"access": self.access(), "mailertable": self.table(lambda: self.rng.choice(["", "."]) + self.rng.choice(DOMAINS + ["."]), ROUTES),
                "virtusertable": self.table(virtual, VIRTUALS, 6, 20),
                "genericstable": self.table(lambda: self.rng.choice([user(), address(), "@" + self.domain()]), GENERICS),
                "domaintable": self.table(self.domain, ["example.org", "mail.example.com", "good.test"], 1, 3),
                "lm": self.table(lambda: self.rng.choice([f"{user()}@ldap.test", "@ldap.test", "@hostonly.test", address()]),
                                 ["mapped@ldap.test", "m@example.org", "alice@mail.example.com"]),
                "lh": self.table(lambda: self.rng.choice([f"{user()}@ldap.test", "@hostonly.test", "@ldap.test"]),
                                 ["hub.example.com", "mail.example.com", "esmtp:[mx.good.test]"]),
                "bcctable": self.table(lambda: self.rng.choice(["", "."]) + self.domain(), ["copy@bcc.test", "archive"]),
                "authinfo": self.table(lambda: "AuthInfo:" + self.rng.choice(NETS + DOMAINS + [""]), ['"U:a" "P:b"']),
                "bitdomain": {"bit": "bit.example.net"}, "uudomain": {"nb": "nb.example.net"},
                "drac": self.table(lambda: self.rng.choice(NETS[:4]), ["1", "x"], 1, 3),
                "sts": self.table(self.domain, ["secure match=mx.good.test", "secure servername=hostname", "none",
                                                "secure match=mx.example.org:.good.test servername=mx.good.test"], 2, 6),
                "dmap": self.table(lambda: self.rng.choice([user(), user() + "_a", "info_sub"]), ["alice", "bob@example.org", "error:nouser gone"])}

    def features(self):
        weights = {f: OFTEN.get(f, 1) for f in FEATURES}
        chosen = []
        for _ in range(self.rng.randint(1, 14)):
            feature = self.rng.choices(list(weights), list(weights.values()))[0]
            if feature in ("dnsbl", "enhdnsbl") or feature not in chosen:
                chosen.append(feature)
        if "access_db" not in chosen and (NEED_ACCESS & set(chosen) or self.rng.random() < 0.5):
            chosen.append("access_db")
        self.rng.shuffle(chosen)
        # What needs the access map, or checks that wait, comes behind it.
        chosen.sort(key=lambda f: {"access_db": 0, "delay_checks": 1}.get(f, 2))
        return chosen

    def configuration(self):
        lines = [f"OSTYPE(`{self.rng.choice(['linux', 'linux', 'debian', 'freebsd6', 'solaris8'])}')dnl"]
        features = self.features()
        relays = set(self.some(sorted(RELAYS), 0, 3)) | ({"LUSER_RELAY"} if "preserve_luser_host" in features else set())
        lines += [f"define(`{name}', `{self.rng.choice(RELAYS[name])}')dnl" for name in sorted(relays)]
        lines += [f"define(`{name}', `{self.rng.choice(VALUES[name])}')dnl" for name in self.some(sorted(VALUES), 0, 2)]
        # What needs the access map may ask for it without checking that it is there.
        plain = [""] if "access_db" not in features else []
        lines += [f"FEATURE(`{f}'{self.rng.choice(plain if plain and f == 'delay_checks' else ARGUMENTS.get(f, ['']))})dnl" for f in features]
        lines += [f"{name}(`{self.rng.choice(LISTS[name])}')dnl" for name in self.some(sorted(LISTS), 0, 8)]
        if self.rng.random() < 0.15:
            lines.append(f"HACK(`{self.rng.choice(HACKS)}')dnl")
        lines += ["MAILER(`local')dnl", "MAILER(`smtp')dnl"]
        lines += [f"MAILER(`{name}')dnl" for name in self.some(MAILERS, 0, 2)]
        return Configuration(lines, self.tables())


def make(seed):
    return Maker(random.Random(seed)).configuration()
