"""The world the recorded answers come from: own mount, network, UTS and IPC namespaces, overlays over /etc, /var and
/usr/share, a fixed host name and user list, and a name server on 127.0.0.1:53. Nothing outside is touched."""
import argparse
import fcntl
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import tempfile

import dns_server

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
import as_root  # noqa: E402

ETC_MAIL = "/etc/mail"
SKIPPED = 77
DIRECTORIES = (("/var/spool/mqueue", 0o700), ("/var/spool/clientmqueue", 0o770), ("/var/spool/mail", 0o1777),
               ("/var/mail", 0o1777), ("/var/run/sendmail/mta", 0o755), ("/var/run/sendmail/msp", 0o755),
               ("/var/lib/sendmail/host_status", 0o755))


def encode(text):
    return text.encode("utf-8", "surrogateescape")


def decode(raw):
    return raw.decode("utf-8", "surrogateescape")


def command(words):
    """The words, run in new namespaces."""
    return as_root.command(["unshare", "-m", "-n", "-u", "-i", "--propagation", "private", *words])


def available():
    return as_root.works(["unshare", "-m", "-n", "-u", "-i", "--propagation", "private", "sh", "-c", "mount -t tmpfs tmpfs /mnt"])


def real_sendmail():
    """The folder with the unpacked real sendmail; None, and a word about it, when it cannot be fetched."""
    done = subprocess.run([str(ROOT / "tests/support/real_sendmail")], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        print("skipped: the real sendmail cannot be fetched")
        return None
    return done.stdout.strip()


def comparing_parser(description, rounds):
    """The arguments that tools comparing with the real sendmail have in common."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    build = os.environ.get("SM_BUILD", str(ROOT / "build/debug"))
    parser.add_argument("--ours", default=build + "/sendmaild", help="our program")
    parser.add_argument("--real", help="real sendmail; without it Debian's is unpacked")
    parser.add_argument("--seed", type=int, default=1, help="of the first round")
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--show", type=int, default=5, help="differences that are shown")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser


def enter(options, script):
    """For tools that compare with the real sendmail: finds it for `options.real`, and runs the script again in a world of
    its own with --inside. None when this is that run; else the exit status of it."""
    if not options.real:
        folder = real_sendmail()
        if folder is None:
            return SKIPPED
        options.real = folder + "/bin/sendmail"
    if options.inside:
        return None
    if not available():
        print("skipped: needs root and namespaces")
        return SKIPPED
    words = [sys.executable, script, *sys.argv[1:], "--real", options.real, "--inside"]
    return subprocess.run(command(words)).returncode


def put(path, text, mode=0o644):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if os.path.islink(path):
        os.unlink(path)
    with open(path, "wb") as file:
        file.write(encode(text))
    os.chmod(path, mode)


def loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        get_flags, set_flags, up = 0x8913, 0x8914, 1
        answer = fcntl.ioctl(control, get_flags, struct.pack("16sH14x", b"lo", 0))
        fcntl.ioctl(control, set_flags, struct.pack("16sH14x", b"lo", struct.unpack("16sH", answer[:18])[1] | up))


def overlay():
    base = tempfile.mkdtemp(prefix="replay.")
    mount = lambda *words: subprocess.run(["mount", *words], check=True, stdout=subprocess.DEVNULL)
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", base)
    for folder in ("/etc", "/var", "/usr/share"):
        name = folder.strip("/").replace("/", "_")
        upper, work = f"{base}/{name}.upper", f"{base}/{name}.work"
        os.mkdir(upper, 0o755)
        os.mkdir(work)
        mount("-t", "overlay", "overlay", "-o", f"lowerdir={folder},upperdir={upper},workdir={work}", folder)


def build(world, cf_folder):
    """Turns the current (new) namespaces into the world."""
    socket.sethostname(world["hostname"])
    loopback_up()
    overlay()
    for name in ("hosts", "resolv.conf", "nsswitch.conf", "passwd", "group"):
        put("/etc/" + name, world[name])
    put("/etc/shells", "/bin/sh\n/bin/bash\n")
    for name in ("hostname", "mailname"):
        put("/etc/" + name, world["hostname"] + "\n")
    for path in ("/usr/share/sendmail-cf", "/usr/share/sendmail"):
        if os.path.islink(path):
            os.unlink(path)
        elif os.path.isdir(path):
            shutil.rmtree(path)
    os.symlink(cf_folder, "/usr/share/sendmail-cf")
    os.mkdir("/usr/share/sendmail")
    os.symlink(cf_folder, "/usr/share/sendmail/cf")
    for path, mode in DIRECTORIES:
        os.makedirs(path, exist_ok=True)
        os.chmod(path, mode)
    zone = world.get("dns", {})
    dns_server.serve(dns_server.Zone(zone.get("records", {}), zone.get("servfail", ())))


def clear_etc_mail():
    shutil.rmtree(ETC_MAIL, ignore_errors=True)
    os.makedirs(ETC_MAIL)
    os.chmod(ETC_MAIL, 0o755)
