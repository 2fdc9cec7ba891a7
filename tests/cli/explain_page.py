#!/usr/bin/env python3
"""The page of `sendmaild explain --html` in a real browser (headless Chromium, driven by its own driver): the decision
is visible, each step folds and unfolds by a click, the buttons work, hostile text is inert, nothing is requested."""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

from explain_site import Site

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # of the WebDriver protocol
HOSTILE = '"<img src=x onerror=document.title=1><script>document.title=2</script>\'&lt;b"@other.example'
FLAGS = ["headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
         "disable-component-update", "disable-sync", "disable-extensions", "window-size=1000,1400"]


class Browser:
    def __init__(self, folder):
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        port = next(found[1] for line in self.driver.stdout if (found := re.search(r"successfully on port (\d+)", line)))
        self.base = f"http://127.0.0.1:{port}"
        try:
            self.start_session(folder)
        except Exception:
            self.driver.kill()
            raise

    def start_session(self, folder):
        flags = [f"--{flag}" for flag in FLAGS] + [f"--user-data-dir={folder}/profile"]
        options = {"binary": shutil.which("chromium"), "args": flags}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        session = self.ask("/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
        self.base += f"/session/{session}"

    def ask(self, path, body=None, method="POST"):
        data = json.dumps(body or {}).encode() if method == "POST" else None
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode()[:400]}") from error

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.ask("", method="DELETE")
        finally:
            self.driver.terminate()
            self.driver.wait(30)

    def open(self, path):
        self.ask("/url", {"url": path.as_uri()})

    def run(self, script):
        return self.ask("/execute/sync", {"script": script, "args": []})

    def element(self, selector):
        return self.ask("/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.ask(f"/element/{self.element(selector)}/click")

    def is_visible(self, selector):
        return self.ask(f"/element/{self.element(selector)}/displayed", method="GET")

    def text(self, selector):
        return self.ask(f"/element/{self.element(selector)}/text", method="GET")

    def complaints(self):
        return [entry["message"] for entry in self.ask("/se/log", {"type": "browser"})]


COUNT_OPEN = "return document.querySelectorAll('details[open]').length"
COUNT = "return document.querySelectorAll('details').length"
FIRST = "main > details:first-of-type"


def decision_is_visible(browser, _):
    if "Goes to mailer esmtp: sent by SMTP to [gw.example], for joe@route.example." not in browser.text("#verdict"):
        yield f"the verdict reads {browser.text('#verdict')!r}"
    if not browser.is_visible("#verdict"):
        yield "the verdict is not visible"
    for words in ("FEATURE(virtusertable), site.mc:", "FEATURE(mailertable), site.mc:"):
        if words not in browser.text("#verdict"):
            yield f"{words} is not named"
    if not browser.is_visible("details.rule.decisive:not(:has(details.decisive))"):
        yield "the rule that decided is folded away"


def step_folds(browser, _):
    inner = FIRST + " > details"
    states = [browser.is_visible(inner)]
    for _ in range(2):
        browser.click(FIRST + " > summary")
        states.append(browser.is_visible(inner))
    if states != [False, True, False]:
        yield f"the first step is seen to be {states}"


def buttons_work(browser, _):
    everything, way = browser.run(COUNT), browser.run("return document.querySelectorAll('details.decisive').length")
    for button, wanted in (("open", everything), ("close", 0), ("way", way)):
        browser.click("#" + button)
        if (got := browser.run(COUNT_OPEN)) != wanted:
            yield f"{button} leaves {got} of {everything} open, not {wanted}"


def nothing_is_requested(browser, _):
    got = browser.run("return performance.getEntriesByType('resource').map(e => e.name)")
    if got:
        yield f"requests: {got}"
    if complaints := browser.complaints():
        yield f"the browser complains: {complaints}"


def hostile_text_is_inert(browser, _):
    if browser.run("return document.querySelectorAll('img').length") or browser.run("return document.scripts.length") != 1:
        yield "text became elements"
    if browser.run("return document.title") != HOSTILE:
        yield f"the title is {browser.run('return document.title')!r}"
    if HOSTILE not in browser.text("h1"):
        yield f"the heading reads {browser.text('h1')!r}"


def policy_stops_scripts(browser, site):
    """Were the escaping broken, the policy of the page would still hold."""
    text = (site.folder / "page.html").read_text()
    broken = site.folder / "broken.html"
    broken.write_text(text.replace("<main>", "<main><img src=x onerror='document.title=1'><script>document.title=2</script>"))
    browser.open(broken)
    if browser.run("return document.title") != HOSTILE:
        yield "a script that is not the page's own was run"


CHECKS = [("info@virt.example", [decision_is_visible, step_folds, buttons_work, nothing_is_requested]),
          (HOSTILE, [hostile_text_is_inert, nothing_is_requested, policy_stops_scripts])]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--cf", type=pathlib.Path, required=True)
    options = parser.parse_args()
    if not shutil.which("chromium") or not shutil.which("chromedriver"):
        print("no chromium or chromedriver here; packaging/install-packages test brings them")
        return 77
    failed = done = 0
    with tempfile.TemporaryDirectory(prefix="explain-page.") as work:
        site = Site(options.build.resolve(), options.cf.resolve(), work)
        with Browser(work) as browser:
            for address, checks in CHECKS:
                page = site.folder / "page.html"
                site.explain("--html", page, address)
                browser.open(page)
                for check in checks:
                    found = list(check(browser, site))
                    done, failed = done + 1, failed + bool(found)
                    print("FAIL" if found else "ok  ", check.__name__.replace("_", " "))
                    for problem in found:
                        print("     ", problem)
    print(f"{done - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
