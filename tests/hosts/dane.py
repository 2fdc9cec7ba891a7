#!/usr/bin/env python3
"""DANE with a signed zone: a server's certificate in the domain name system, and a host that asks a validating resolver.
See README.md."""
import re
import sys

import mail_pair
from mail_pair import start, stop

RESOLVER = """options {{ directory "/run/named"; listen-on {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; recursion yes;
  forward only; forwarders {{ 10.0.2.100; }}; dnssec-validation {validation}; pid-file "/run/named/pid"; }};
{anchors}"""
TLS = "O ServerCertFile=/etc/mail/cert.pem\nO ServerKeyFile=/etc/mail/key.pem\n"


def publish(pair, *records):
    """The zone of naver.com anew, with these TLSA records, signed; resolvers forget the old one."""
    zone = mail_pair.ZONE.format(domain="naver.com", address=pair.a.address)
    zone += "".join(f"_25._tcp.mail TLSA {record}\n" for record in records)
    pair.a.write("/run/named/naver.com.unsigned", zone)
    pair.a.run("cd /run/named && dnssec-signzone -q -S -z -o naver.com -f naver.com naver.com.unsigned >/dev/null 2>&1")
    pair.a.run("kill $(pgrep -x named); while pgrep -x named >/dev/null; do sleep 0.05; done; named -u bind -c /etc/named.conf")
    resolve(pair, "yes")


def resolve(pair, validation):
    """A resolver on the other host. `no` validates nothing."""
    key = re.search(r"DNSKEY\s+(\d+ \d+ \d+) (.+)", pair.a.read("/run/named/zone.key"))
    anchors = f'trust-anchors {{ naver.com. static-key {key[1]} "{key[2]}"; }};' if validation == "yes" else ""
    pair.b.write("/etc/named.conf", RESOLVER.format(validation=validation, anchors=anchors))
    pair.b.run("mkdir -p /run/named && chown bind:bind /run/named;"
               " [ ! -e /run/named/pid ] || { kill $(cat /run/named/pid); while pgrep -x named >/dev/null; do sleep 0.05; done; };"
               " named -u bind -c /etc/named.conf")
    pair.b.run("i=0; until dig +tries=1 +time=1 @127.0.0.1 mail.naver.com a | grep -q 10.0.2.100; do sleep 0.1;"
               " i=$((i+1)); [ $i -lt 100 ] || exit 1; done")


def expect(pair, subject, fate, *patterns):
    """Sends a message to the server under test; the log lines from then on have the patterns. Nothing stays queued."""
    seen = len(pair.b.log())
    queue_id = pair.b.send("127.0.0.1", "kim@daum.net", ["lee@naver.com"], subject)
    pair.b.wait_for("maillog", queue_id + rf": to=<lee@naver\.com>.*stat={fate}", lambda: pair.b.log()[seen:])
    for pattern in patterns:
        mail_pair.expect(pair.b.log()[seen:], pattern, subject)
    pair.b.run("rm -f /var/spool/mqueue/?f*")


def signed_zone(pair):
    """A key for the zone, a certificate for the server, DANE=true on the other host."""
    pair.a.run("cd /run/named && dnssec-keygen -q -a ECDSAP256SHA256 -f KSK naver.com >/dev/null && chown bind:bind K*"
               " && cp Knaver.com.*.key zone.key")
    pair.a.run("cd /etc/mail && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem"
               " -out cert.pem -subj /CN=anything -days 2 2>/dev/null && chmod 600 key.pem")
    pair.key = pair.a.run("openssl x509 -in /etc/mail/cert.pem -noout -pubkey | openssl pkey -pubin -outform DER |"
                          " sha256sum").text.split()[0]
    pair.a.write("/etc/mail/sendmail.cf", pair.a.read("/etc/mail/sendmail.cf") + TLS)
    pair.b.write("/etc/mail/sendmail.cf", pair.b.read("/etc/mail/sendmail.cf") + "O DANE=true\n")
    publish(pair)
    pair.b.write("/etc/resolv.conf", "nameserver 127.0.0.1\n")
    for host in (pair.a, pair.b):
        stop(host)
        start(host)
    expect(pair, "no records", "Sent", r"STARTTLS=client, relay=mail\.naver\.com\., .*verify=FAIL")


def right_key(pair):
    """The certificate has the key of the record."""
    publish(pair, "3 1 1 " + "00" * 32, "3 1 1 " + pair.key)
    expect(pair, "right", "Sent", r"STARTTLS=client, relay=mail\.naver\.com\., .*verify=TRUSTED")


def wrong_key(pair):
    """It has another one: the message stays here."""
    publish(pair, "3 1 1 " + "00" * 32)
    expect(pair, "wrong", "Deferred", r"STARTTLS=client, .*verify=DANE_FAIL",
           r"ruleset=tls_server, arg1=DANE_FAIL, relay=mail\.naver\.com, reject=454 4\.7\.0 DANE check failed\.",
           r"stat=Deferred: 454 4\.7\.0 DANE check failed\.")


def no_validation(pair):
    """What nobody has validated has no effect."""
    resolve(pair, "no")
    expect(pair, "unvalidated", "Sent", r"STARTTLS=client, .*verify=FAIL")


def no_starttls(pair):
    """Without STARTTLS the message stays here where the records want it, whatever TLSFallbacktoClear says."""
    publish(pair, "3 1 1 " + pair.key)
    pair.a.edit("/etc/mail/sendmail.cf", TLS, "")
    pair.b.write("/etc/mail/sendmail.cf", pair.b.read("/etc/mail/sendmail.cf") + "O TLSFallbacktoClear=true\n")
    for host in (pair.a, pair.b):
        stop(host)
        start(host)
    expect(pair, "in the clear", "Deferred", r"relay=mail\.naver\.com\., warning=DANE configured in DNS but no STARTTLS available",
           r"arg1=DANE_FAIL")
    publish(pair)
    expect(pair, "no records any more", "Sent")


def zone_that_does_not_verify(pair):
    """Records that were tampered with are no answer: try again later."""
    publish(pair, "3 1 1 " + pair.key)
    pair.a.run(f"sed -i 's/{pair.key[:8].upper()}/00000000/' /run/named/naver.com; kill $(pgrep -x named);"
               " while pgrep -x named >/dev/null; do sleep 0.05; done; named -u bind -c /etc/named.conf")
    resolve(pair, "yes")
    expect(pair, "tampered", "Deferred", r"stat=Deferred: Name server: mail\.naver\.com\.: host name lookup failure for TLSA RR")


SCENARIOS = (signed_zone, right_key, wrong_key, no_validation, no_starttls, zone_that_does_not_verify)

if __name__ == "__main__":
    sys.exit(mail_pair.main(SCENARIOS, __doc__))
