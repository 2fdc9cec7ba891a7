#!/usr/bin/env python3
"""First process of a host, in fresh mount, network, UTS, IPC and pid namespaces: builds the host's folders, takes down what
is sent to /dev/log, and reaps. Ends, and with it every process of the host, when its standard input is closed.

Usage: host_init.py NAME DIR INSTALLED   (DIR: scratch folder of the host; INSTALLED: a root with our programs)
"""
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading

DEVICES = {"null": (1, 3), "zero": (1, 5), "full": (1, 7), "random": (1, 8), "urandom": (1, 9), "tty": (5, 0)}
# Folders that start empty on every host.
HIDDEN = ("/var/spool", "/var/log", "/var/mail", "/home", "/root", "/tmp", "/run")


def mount(*words):
    subprocess.run(["mount", *words], check=True)


def overlay(target, upper_name, folder, lower):
    upper, work = folder / (upper_name + ".upper"), folder / (upper_name + ".work")
    upper.mkdir(mode=0o755, exist_ok=True)
    work.mkdir(exist_ok=True)
    mount("-t", "overlay", "overlay", "-o", f"lowerdir={lower},upperdir={upper},workdir={work}", target)


def build_devices():
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", "/mnt")
    for name, (major, minor) in DEVICES.items():
        os.mknod(f"/mnt/{name}", 0o666 | 0o020000, os.makedev(major, minor))
        os.chmod(f"/mnt/{name}", 0o666)
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        os.symlink(target, f"/mnt/{name}")
    os.mkdir("/mnt/shm", 0o1777)
    mount("--move", "/mnt", "/dev")


def kept(path):
    return "kept" + path.replace("/", "_")


def build(name, folder, installed):
    mount("--make-rprivate", "/")
    overlay("/usr", "usr", folder, f"{installed}/usr:/usr")
    overlay("/etc", "etc", folder, f"{installed}/etc:/etc")
    mount("-t", "proc", "proc", "/proc")
    build_devices()
    for path in HIDDEN:
        (folder / kept(path)).mkdir(mode=0o755, exist_ok=True)
    os.chdir(folder)  # which may lie below a folder that is hidden now
    for path in HIDDEN:
        mount("--bind", kept(path), path)
    os.chmod("/tmp", 0o1777)
    # A quiet machine, whatever else runs here: nothing is to be queued because of the load.
    pathlib.Path("/run/loadavg").write_text("0.10 0.10 0.10 1/100 1000\n")
    mount("--bind", "/run/loadavg", "/proc/loadavg")
    socket.sethostname(name)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)


def keep_log():
    receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    receiver.bind("/dev/log")
    os.chmod("/dev/log", 0o666)
    with open("/var/log/maillog", "ab", buffering=0) as log:
        while True:
            log.write(receiver.recv(65536).rstrip(b"\0\n") + b"\n")


def main():
    name, folder, installed = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    os.umask(0o022)
    build(name, folder, installed)
    threading.Thread(target=keep_log, daemon=True).start()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
