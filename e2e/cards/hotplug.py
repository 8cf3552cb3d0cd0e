#!/usr/bin/env python3
"""`lotse card check` at a desk where cards, readers and the readers' service come and go.

    hotplug.py      inside `.ci/cardreader` (see there for the environment)

Each step waits for what the program says next and compares it. Exit code 1 names the first step that went another way.
LOTSE_BIN names another program than target/release/lotse.
"""
import json
import os
import pathlib
import queue
import signal
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOTSE = os.environ.get("LOTSE_BIN") or str(ROOT / "target/release/lotse")
# Far above what a step needs; one that hangs is a failure, not a wait.
STEP_SECONDS = 20

SERVICE = "Waiting for the service for card readers (pcscd)."
READER = "Waiting for a card reader. Plug it in."
CARD = "Waiting for a card. Lay it flat on the reader and leave it there."
REMOVAL = "Take the card off again."
ONE_CARD = "Cards lie on more than one reader. Leave only one there."


class Wrong(Exception):
    pass


class Program:
    """A check at work: what it says aside, and what it found."""

    def __init__(self, *args):
        command = [LOTSE, "card", "check", "--lang", "en", "--json", *args]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.aside, self.found = self.lines(self.process.stderr), self.lines(self.process.stdout)

    @staticmethod
    def lines(stream):
        lines = queue.Queue()

        def read():
            for line in stream:
                lines.put(line.rstrip("\n"))
            lines.put(None)
        threading.Thread(target=read, daemon=True).start()
        return lines

    def says(self, *expected):
        for words in expected:
            said = next_of(self.aside)
            if said != words:
                raise Wrong(f"it said {said!r} instead of {words!r}")

    def finds(self, **fields):
        line = next_of(self.found)
        found = json.loads(line) if line else {}
        if any(found.get(field) != value for field, value in fields.items()):
            raise Wrong(f"it found {line!r} instead of {fields}")

    def ends(self, code):
        if self.process.wait(timeout=STEP_SECONDS) != code:
            raise Wrong(f"it ended with {self.process.returncode} instead of {code}")
        if (more := next_of(self.found)) is not None:
            raise Wrong(f"it found {more!r} at the end")

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)


def next_of(lines):
    try:
        return lines.get(timeout=STEP_SECONDS)
    except queue.Empty:
        raise Wrong("nothing more was said") from None


class Desk:
    """The virtual reader, its service, and the practice cards of one folder."""

    def __init__(self, folder):
        self.folder, self.cards, self.service = pathlib.Path(folder), [], None

    def insert(self, name, slot=0):
        host, port = os.environ["LOTSE_TEST_VPCD"].split(":")
        command = [LOTSE, "card", "practice", "insert", name, "--folder", self.folder / "cards", "--reader", f"{host}:{int(port) + slot}"]
        card = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.cards.append(card)
        if not card.stdout.readline():
            raise Wrong(f"{name} could not be inserted")

    def take_out(self):
        card = self.cards.pop()
        card.send_signal(signal.SIGINT)
        card.wait(timeout=STEP_SECONDS)

    def is_empty(self):
        """Waits until the service has noticed that the last card is gone."""
        for _ in range(10 * STEP_SECONDS):
            listed = subprocess.run([LOTSE, "card", "list", "--json"], capture_output=True, text=True, timeout=STEP_SECONDS)
            if not any(json.loads(line)["card"] for line in listed.stdout.splitlines()):
                return
            time.sleep(0.1)
        raise Wrong("the readers are not empty")

    def stop_service(self):
        """With it go the readers, and the virtual cards in them."""
        if self.service:
            self.service.terminate()
            self.service.wait(timeout=STEP_SECONDS)
        else:
            os.kill(int(pathlib.Path("/run/pcscd/pcscd.pid").read_text().strip("\0\n ")), signal.SIGTERM)
        for card in self.cards:
            card.wait(timeout=STEP_SECONDS)
        self.cards.clear()

    def start_service(self, readers):
        log = open(pathlib.Path(os.environ["LOTSE_TEST_LOGS"]) / "pcscd-again.log", "a")
        self.service = subprocess.Popen(["pcscd", "--foreground", "--config", readers], stdout=log, stderr=log)


def card_after_card(desk):
    desk_check = Program("--follow")
    desk_check.says(CARD)
    for name, state in [("own-pin", "usable"), ("off", "off"), ("blocked", "blocked"), ("blocked", "blocked")]:
        desk.insert(name)
        desk_check.finds(state=state)
        desk_check.says(REMOVAL)
        desk.take_out()
        desk_check.says(CARD)
    desk_check.interrupt()
    desk_check.ends(0)


def one_of_two_cards(desk):
    desk_check = Program("--follow")
    desk_check.says(CARD)
    desk.insert("own-pin")
    desk_check.finds(state="usable")
    desk_check.says(REMOVAL)
    desk.insert("suspended", slot=1)
    desk_check.says(ONE_CARD)
    desk.take_out()
    desk_check.says(REMOVAL)
    desk.take_out()
    desk_check.says(CARD)
    desk_check.interrupt()
    desk_check.ends(0)


def nobody_serves():
    """At once, or after some patience: a program is told the same."""
    for patience in [(), ("--wait", "--timeout", "1")]:
        check = Program(*patience)
        check.finds(problem="no_service")
        check.ends(1)


def readers_and_their_service_come_and_go(desk):
    none = desk.folder / "no-reader.conf"
    none.write_text("")
    desk_check = Program("--follow")
    desk_check.says(CARD)
    desk.insert("own-pin")
    desk_check.finds(state="usable")
    desk_check.says(REMOVAL)
    desk.stop_service()
    desk_check.says(SERVICE)
    nobody_serves()
    desk.start_service(none)
    desk_check.says(READER)
    desk.stop_service()
    desk_check.says(SERVICE)
    desk.start_service(os.environ["LOTSE_TEST_READERS"])
    desk_check.says(CARD)
    desk.insert("suspended")
    desk_check.finds(state="suspended")
    desk_check.says(REMOVAL)
    desk.take_out()
    desk_check.says(CARD)
    desk_check.interrupt()
    desk_check.ends(0)


def one_card_and_its_removal(desk):
    check = Program("--wait")
    check.says(CARD)
    desk.insert("residence-permit")
    check.finds(state="usable", tries=2)
    check.says(REMOVAL)
    if check.process.poll() is not None:
        raise Wrong("it ended while the card lay there")
    desk.take_out()
    check.ends(0)


def nobody_comes(desk):
    check = Program("--wait", "--timeout", "1")
    check.says(CARD)
    check.finds(problem="no_card")
    check.ends(1)
    stopped = Program("--wait")
    stopped.says(CARD)
    stopped.interrupt()
    stopped.ends(1)


def a_card_that_stays(desk):
    check = Program("--wait", "--timeout", "3")
    check.says(CARD)
    desk.insert("own-pin")
    check.finds(state="usable")
    check.says(REMOVAL)
    check.ends(0)
    desk.take_out()


STEPS = [card_after_card, one_of_two_cards, one_card_and_its_removal, nobody_comes, a_card_that_stays,
         readers_and_their_service_come_and_go]


def main():
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(folder)
        for step in STEPS:
            try:
                desk.is_empty()
                step(desk)
            except (Wrong, OSError, subprocess.TimeoutExpired) as error:
                print(f"FAILED {step.__name__}: {type(error).__name__}: {error}", flush=True)
                # The kernel ends with this namespace what is still at work.
                os._exit(1)
            print(f"ok     {step.__name__}", flush=True)
        if desk.service:
            desk.stop_service()


if __name__ == "__main__":
    main()
