#!/usr/bin/env python3
"""tests/cf/combinations.py --m4 PROG [--other-m4 PROG] [--sendmail PROG] [--count N] [--seed N] [--only N]

Random but repeatable configurations (slow): an OSTYPE, some features with their arguments in an order that
respects what needs what, relays, masquerading, mailers. Each has to compile without an error; with --other-m4 that
program has to write the same bytes, and with --sendmail the result has to be read without complaint."""

import argparse
import os
import random
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import library as lib  # noqa: E402

EXCLUDED = {"blacklist_recipients", "tls_failures", "promiscuous_relay"} | lib.COMPLETE
VARIABLES = ["SMART_HOST|smart.example.com", "SMART_HOST|esmtp:[192.0.2.1]", "MAIL_HUB|hub.example.com", "LOCAL_RELAY|relay.example.com",
             "LUSER_RELAY|local:postmaster", "UUCP_RELAY|uucp.example.com", "BITNET_RELAY|bitnet.example.com",
             "DECNET_RELAY|smtp:decnet.example.com", "FAX_RELAY|fax.example.com", "confMAX_MESSAGE_SIZE|10000000",
             "confTO_IDENT|0", "confPRIVACY_FLAGS|goaway", "confDELIVERY_MODE|queue", "SMTP_MAILER_MAX|5000000"]
STATEMENTS = ["MASQUERADE_AS(`masq.example.com')", "MASQUERADE_DOMAIN(`a.example b.example')", "MASQUERADE_EXCEPTION(`c.example')",
              "EXPOSED_USER(`root')", "LOCAL_DOMAIN(`here.example')", "LOCAL_USER(`operator')", "RELAY_DOMAIN(`relay.example 192.0.2')",
              "VIRTUSER_DOMAIN(`virt.example')", "GENERICS_DOMAIN(`gen.example')", "TRUST_AUTH_MECH(`PLAIN LOGIN')",
              "CANONIFY_DOMAIN(`canon.example')", "DAEMON_OPTIONS(`Port=2525, Name=MTA')", "LDAPROUTE_DOMAIN(`ldap.example')",
              "QUEUE_GROUP(`slow', `P=/var/spool/mqueue, R=2, F=f')", "INPUT_MAIL_FILTER(`f1', `S=inet:9999@127.0.0.1')",
              "MODIFY_MAILER_FLAGS(`SMTP', `+8')", "CLIENT_OPTIONS(`Family=inet, Addr=0.0.0.0')"]


def configuration(rng):
    ostypes = [o for o in lib.names("ostype") if o not in ("unknown", "bsdi1.0", "bsdi2.0")]
    lines = ["VERSIONID(`combination')dnl", "OSTYPE(`%s')dnl" % rng.choice(ostypes)]
    for v in rng.sample(VARIABLES, rng.randint(0, 5)):
        name, value = v.split("|")
        lines.append("define(`%s', `%s')dnl" % (name, value))
    features = rng.sample([f for f in lib.names("feature") if f not in EXCLUDED], rng.randint(1, 14))
    if lib.NEEDS_ACCESS & set(features):
        features = ["access_db"] + [f for f in features if f != "access_db"]
    if "preserve_luser_host" in features:
        lines.append("define(`LUSER_RELAY', `luser.example.com')dnl")
    if "dnsbl" in features and "rhsbl" in features:
        features.remove("rhsbl")
    for f in features:
        arguments = lib.FEATURE_ARGUMENTS.get(f, "")
        lines.append("FEATURE(`%s'%s)dnl" % (f, ", " + arguments if arguments else ""))
    lines += [s + "dnl" for s in rng.sample(STATEMENTS, rng.randint(0, 7))]
    lines += ["MAILER(`local')dnl", "MAILER(`smtp')dnl"]
    others = [m for m in lib.names("mailer") if m not in ("local", "smtp")]
    lines += [lib.MAILER_NEEDS.get(m, "") + "MAILER(`%s')dnl" % m for m in rng.sample(others, rng.randint(0, 4))]
    return "\n".join(lines) + "\n"


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--m4", required=True)
    p.add_argument("--other-m4")
    p.add_argument("--sendmail")
    p.add_argument("--count", type=int, default=500)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--only", type=int)
    o = p.parse_args()
    failed = 0
    for number in range(o.count):
        if o.only is not None and number != o.only:
            continue
        mc = configuration(random.Random("%d/%d" % (o.seed, number)))
        status, cf, err = lib.compile_mc(o.m4, mc)
        problems = ["m4 exits with %d" % status] if status else []
        problems += [l for l in err.split("\n") if re.search(r"ERROR|cannot open|m4:", l)]
        problems += lib.text_problems(cf)[:3]
        if o.other_m4 and lib.compile_mc(o.other_m4, mc)[1] != cf:
            problems.append("%s writes something else" % o.other_m4)
        if o.sendmail and not problems:
            problems += lib.load_problems(o.sendmail, cf)[:3]
        if problems or o.only is not None:
            print("combination %d (seed %d):\n%s%s" % (number, o.seed, mc, "\n".join("  ! " + x for x in problems)))
        failed += bool(problems)
    print("%d combinations, %d failed" % (o.count, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
