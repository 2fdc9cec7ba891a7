"""Commands that need root: namespaces, other users, low ports. Root runs them as they are, anybody else through sudo when
it asks for no password."""
import os
import subprocess
import sys

# What sudo would drop and the tests need.
KEPT = ("HOME", "XDG_CACHE_HOME", "PYTHONPATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "REFERENCE", "TZ")


def command(words):
    if os.geteuid() == 0:
        return list(words)
    kept = [f"{name}={os.environ[name]}" for name in KEPT if name in os.environ]
    path = os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/local/sbin:/usr/sbin:/sbin"
    # Nothing that root writes may stay in the folders of the user.
    return ["sudo", "-n", "env", *kept, "PATH=" + path, "PYTHONDONTWRITEBYTECODE=1", *words]


def run_script_again():
    """The running script from its beginning as root, in place of this process. Comes back when it is root's already, or
    cannot be."""
    if os.geteuid() != 0 and works(["true"]):
        words = command([sys.executable, *sys.argv])
        os.execvp(words[0], words)


def works(words):
    """Whether such a command can run here and succeeds."""
    try:
        return subprocess.run(command(words), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except FileNotFoundError:
        return False
