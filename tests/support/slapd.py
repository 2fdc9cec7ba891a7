"""A directory server for tests: Debian's slapd, as the calling user, on a scratch folder, with ldapi and a free port."""
import os
import pathlib
import shutil
import socket
import subprocess
import time

SLAPD = "/usr/sbin/slapd"
SCHEMAS = pathlib.Path("/etc/ldap/schema")
MODULES = "/usr/lib/ldap"
ADMIN, PASSWORD = "cn=admin,dc=example,dc=com", "secret"
# What maps that sendmail documents ask for; numbers are of the range for experiments.
SCHEMA = """attributetype ( 1.1.1.1 NAME 'maildrop' EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.1.1.2 NAME 'more' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.1.1.3 NAME 'search' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.1.1.4 NAME 'site' EQUALITY caseExactMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.1.1.5 NAME 'person' SUP distinguishedName )
objectclass ( 1.1.2.1 NAME 'mailUser' SUP top AUXILIARY MAY ( maildrop $ more $ search $ site $ person ) )
objectclass ( 1.1.2.2 NAME 'otherUser' SUP top AUXILIARY MAY ( maildrop $ more ) )
attributetype ( 1.1.3.1 NAME 'sendmailMTACluster' EQUALITY caseIgnoreIA5Match SYNTAX 1.3.6.1.4.1.1466.115.121.1.26 )
attributetype ( 1.1.3.2 NAME 'sendmailMTAHost' EQUALITY caseIgnoreIA5Match SYNTAX 1.3.6.1.4.1.1466.115.121.1.26 )
attributetype ( 1.1.3.3 NAME 'sendmailMTAKey' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.1.3.4 NAME 'sendmailMTAAliasGrouping' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.1.3.5 NAME 'sendmailMTAAliasValue' SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.1.3.6 NAME 'sendmailMTAAliasSearch' EQUALITY caseExactMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.1.3.7 NAME 'sendmailMTAAliasURL' SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.1.3.8 NAME 'sendmailMTAClassName' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.1.3.9 NAME 'sendmailMTAClassValue' SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.1.3.10 NAME 'sendmailMTAClassSearch' EQUALITY caseExactMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.1.3.11 NAME 'sendmailMTAClassURL' SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.1.3.12 NAME 'sendmailMTAMapName' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.1.3.13 NAME 'sendmailMTAMapValue' SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
objectclass ( 1.1.4.1 NAME 'sendmailMTA' SUP top STRUCTURAL MAY ( sendmailMTACluster $ sendmailMTAHost $ description ) )
objectclass ( 1.1.4.2 NAME 'sendmailMTAAliasObject' SUP sendmailMTA STRUCTURAL MUST ( sendmailMTAAliasGrouping $ sendmailMTAKey ) MAY ( sendmailMTAAliasValue $ sendmailMTAAliasSearch $ sendmailMTAAliasURL ) )
objectclass ( 1.1.4.3 NAME 'sendmailMTAClass' SUP sendmailMTA STRUCTURAL MUST sendmailMTAClassName MAY ( sendmailMTAClassValue $ sendmailMTAClassSearch $ sendmailMTAClassURL ) )
objectclass ( 1.1.4.4 NAME 'sendmailMTAMapObject' SUP sendmailMTA STRUCTURAL MUST ( sendmailMTAMapName $ sendmailMTAKey ) MAY sendmailMTAMapValue )
"""
CONFIG = """{includes}include {folder}/mail.schema
pidfile {folder}/slapd.pid
allow bind_v2
modulepath {modules}
moduleload back_mdb
database mdb
suffix "dc=example,dc=com"
rootdn "{admin}"
rootpw {password}
directory {folder}/data
access to dn.subtree="ou=private,dc=example,dc=com" by dn.exact="cn=reader,dc=example,dc=com" read by * none
access to attrs=userPassword by anonymous auth by * none
access to * by * read
"""


def available():
    return os.access(SLAPD, os.X_OK)


class Server:
    """Started with entries (LDIF); `uri` is its local socket, `port` its port on 127.0.0.1."""

    def __init__(self, folder, ldif, port=0):
        self.folder = pathlib.Path(folder)
        (self.folder / "data").mkdir(parents=True)
        # A profile of the distribution may keep slapd from all folders but its own; it goes by the path of the program.
        self.program = shutil.copy(SLAPD, self.folder / "slapd")
        includes = "".join(f"include {SCHEMAS}/{name}.schema\n" for name in ("core", "cosine", "inetorgperson"))
        (self.folder / "mail.schema").write_text(SCHEMA)
        (self.folder / "slapd.conf").write_text(CONFIG.format(includes=includes, folder=self.folder, modules=MODULES, admin=ADMIN,
                                                              password=PASSWORD))
        self.port = port or self.free_port()
        self.uri = "ldapi://" + str(self.folder / "ldapi").replace("/", "%2F")
        self.process = None
        self.start()
        subprocess.run(["ldapadd", "-x", "-H", self.uri, "-D", ADMIN, "-w", PASSWORD], input=ldif, text=True, check=True,
                       stdout=subprocess.DEVNULL)

    @staticmethod
    def free_port():
        with socket.create_server(("127.0.0.1", 0)) as listener:
            return listener.getsockname()[1]

    def start(self):
        self.log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen([self.program, "-d", "0", "-f", str(self.folder / "slapd.conf"),
                                         "-h", f"{self.uri} ldap://127.0.0.1:{self.port}/"],
                                        stdout=self.log, stderr=self.log)
        for _ in range(200):
            probe = subprocess.run(["ldapsearch", "-x", "-LLL", "-H", self.uri, "-s", "base", "-b", ""],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if probe.returncode == 0:
                return
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.05)
        raise RuntimeError("slapd does not answer")

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None
        self.log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
