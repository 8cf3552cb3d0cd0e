#!/usr/bin/env python3
"""The real AusweisApp on our practice cards: each flow of the PIN, step by step, over its websocket.

    flows.py [--transcripts FOLDER] [FLOW…]     inside `.ci/cardreader --ausweisapp` (see there for the environment)

Every flow puts one practice card into the virtual reader with `lotse card practice insert`, talks to the AusweisApp
(SDK of version 1.26: https://www.ausweisapp.bund.de/sdk/) and expects its exact messages. Exit code 1 names each flow
that went another way. LOTSE_BIN names another program than target/release/lotse.
"""
import argparse
import asyncio
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import websockets

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOTSE = os.environ.get("LOTSE_BIN") or str(ROOT / "target/release/lotse")
# Far above what a step needs; one that hangs is a failure, not a wait.
STEP_SECONDS = 20
PCSCD_SECONDS = 0.8
# On a busy machine pcscd or the AusweisApp now and then misses that a card came or went (about one flow in twenty at ten
# times the load the processors bear). So many flows may be played once more, and the list says which.
REPEATS = 2
# What the check promises.
CHECK_SECONDS = 2


class Wrong(Exception):
    pass


class App:
    """A connection to the AusweisApp that keeps what was said."""

    def __init__(self, socket):
        self.socket, self.said = socket, []

    async def send(self, cmd, **fields):
        message = {"cmd": cmd, **fields}
        self.said.append({"to": "AusweisApp", **message})
        await self.socket.send(json.dumps(message))

    async def hear(self):
        while True:
            message = json.loads(await asyncio.wait_for(self.socket.recv(), STEP_SECONDS))
            if message["msg"] == "STATUS":
                continue
            self.said.append({"from": "AusweisApp", **message})
            return message

    async def expect(self, msg, **fields):
        """The next message of this name; news about readers may come in between. Named fields must fit."""
        while True:
            message = await self.hear()
            if message["msg"] == msg:
                break
            if message["msg"] not in ("READER", "INSERT_CARD"):
                raise Wrong(f"{msg} was due, but {message} came")
        card = (message.get("reader") or message).get("card") or {}
        seen = {**card, **message}
        for field, wanted in fields.items():
            if seen.get(field) != wanted:
                raise Wrong(f"{msg}: {field} is {seen.get(field)!r}, not {wanted!r}: {message}")
        return message

    async def card(self, **fields):
        """Waits until the AusweisApp shows a card whose fields fit."""
        last = None
        try:
            async with asyncio.timeout(STEP_SECONDS):
                while True:
                    before = len(self.said)
                    await self.send("GET_READER_LIST")
                    answer = await self.expect("READER_LIST")
                    cards = [r.get("card") for r in answer["readers"] if r.get("card")]
                    last = cards
                    if len(cards) == 1 and all(cards[0].get(k) == v for k, v in fields.items()):
                        return cards[0]
                    del self.said[before:]
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise Wrong(f"no card with {fields} came up; last seen: {last}") from None

    async def no_card(self):
        """Waits until the AusweisApp has noticed that the card is gone."""
        async with asyncio.timeout(STEP_SECONDS):
            while True:
                before = len(self.said)
                await self.send("GET_READER_LIST")
                answer = await self.expect("READER_LIST")
                del self.said[before:]
                if not any(r.get("card") for r in answer["readers"]):
                    break
                await asyncio.sleep(0.1)
        # pcscd looks for cards every 0.4 s. When a program's reset fails first, pcscd says "empty", but its own look has
        # not happened yet; a card put in before that look is never noticed. No hand is that quick.
        await asyncio.sleep(PCSCD_SECONDS)

    async def change_pin(self):
        # A workflow says that it has ended before it has: asked at once, a busy machine's AusweisApp may end the next one
        # with it. Once more through its queue, and it is done.
        await self.card()
        await self.send("RUN_CHANGE_PIN")
        await self.expect("CHANGE_PIN")

    async def cancel(self):
        await self.send("CANCEL")
        await self.expect("CHANGE_PIN", success=False)


class Cards:
    """The practice cards of one folder, and the virtual reader."""

    def __init__(self, folder):
        self.folder, self.inserted, self.checks = folder, [], []
        listed = json.loads(self.lotse("list", "--json"))
        self.known = {c["name"]: c for c in listed}

    def lotse(self, *args):
        command = [LOTSE, "card", "practice", *args, "--folder", self.folder]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        if done.returncode:
            raise Wrong(f"{' '.join(command)}: {done.stderr}")
        return done.stdout

    def insert(self, name, slot=0):
        host, port = os.environ["LOTSE_TEST_VPCD"].split(":")
        command = [LOTSE, "card", "practice", "insert", name, "--folder", self.folder, "--reader", f"{host}:{int(port) + slot}"]
        card = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.inserted.append(card)
        if not card.stdout.readline():
            raise Wrong(f"{name} could not be inserted")

    def take_out(self):
        while self.inserted:
            card = self.inserted.pop()
            card.send_signal(signal.SIGINT)
            if card.wait(timeout=STEP_SECONDS):
                raise Wrong("the inserted card ended with an error")

    def check(self, code=0):
        """Our own check through the same PC/SC reader, beside the AusweisApp; it must be quick."""
        command, start = [LOTSE, "card", "check", "--json"], time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        seconds = time.monotonic() - start
        if code is not None and done.returncode != code:
            raise Wrong(f"{' '.join(command)} ended with {done.returncode}: {done.stdout}{done.stderr}")
        self.checks.append(seconds)
        return {"problem": None, **json.loads(done.stdout)}


async def reads_the_card(app, cards):
    cards.insert("own-pin")
    await app.card(deactivated=False, inoperative=False, retryCounter=3)


async def sees_every_state(app, cards):
    for name, fields in [("suspended", {"retryCounter": 1}), ("blocked", {"retryCounter": 0}), ("residence-permit", {"retryCounter": 2}),
                         ("eid-card", {"retryCounter": 3}), ("expired", {"retryCounter": 3}), ("under-16", {"deactivated": True})]:
        cards.insert(name)
        await app.card(**{"deactivated": False, "inoperative": False, **fields})
        cards.take_out()
        await app.no_card()


async def changes_the_pin(app, cards):
    pin = cards.known["own-pin"]["pin"]
    cards.insert("own-pin")
    await app.card(retryCounter=3)
    for old, new in [(pin, "135790"), ("135790", "975310")]:
        await app.change_pin()
        await app.expect("ENTER_PIN", retryCounter=3)
        await app.send("SET_PIN", value=old)
        await app.expect("ENTER_NEW_PIN", retryCounter=3)
        await app.send("SET_NEW_PIN", value=new)
        await app.expect("CHANGE_PIN", success=True)


async def twice_wrong_wants_the_can(app, cards):
    card = cards.known["own-pin"]
    cards.insert("own-pin")
    await app.card(retryCounter=3)
    await app.change_pin()
    await app.expect("ENTER_PIN", retryCounter=3)
    await app.send("SET_PIN", value="000000")
    await app.expect("ENTER_PIN", retryCounter=2)
    await app.send("SET_PIN", value="000001")
    await app.expect("ENTER_CAN", retryCounter=1)
    await app.send("SET_CAN", value="000000")
    await app.expect("ENTER_CAN", retryCounter=1)
    await app.send("SET_CAN", value=card["can"])
    await app.expect("ENTER_PIN", retryCounter=1)
    await app.send("SET_PIN", value=card["pin"])
    await app.expect("ENTER_NEW_PIN", retryCounter=3)
    await app.send("SET_NEW_PIN", value="135790")
    await app.expect("CHANGE_PIN", success=True)
    await app.card(retryCounter=3)


async def three_times_wrong_wants_the_puk(app, cards):
    card = cards.known["own-pin"]
    cards.insert("own-pin")
    await app.card(retryCounter=3)
    await app.change_pin()
    await app.expect("ENTER_PIN", retryCounter=3)
    await app.send("SET_PIN", value="000000")
    await app.expect("ENTER_PIN", retryCounter=2)
    await app.send("SET_PIN", value="000001")
    await app.expect("ENTER_CAN", retryCounter=1)
    await app.send("SET_CAN", value=card["can"])
    await app.expect("ENTER_PIN", retryCounter=1)
    await app.send("SET_PIN", value="000002")
    await app.expect("ENTER_PUK", retryCounter=0)
    await app.send("SET_PUK", value="0000000000")
    await app.expect("ENTER_PUK", retryCounter=0)
    await app.send("SET_PUK", value=card["puk"])
    await app.expect("ENTER_PIN", retryCounter=3)
    await app.send("SET_PIN", value=card["pin"])
    await app.expect("ENTER_NEW_PIN", retryCounter=3)
    await app.send("SET_NEW_PIN", value="135790")
    await app.expect("CHANGE_PIN", success=True)


async def transport_pin_becomes_an_own_one(app, cards):
    pin = cards.known["transport-pin"]["pin"]
    assert len(pin) == 5
    cards.insert("transport-pin")
    await app.card(retryCounter=3)
    await app.change_pin()
    await app.expect("ENTER_PIN", retryCounter=3)
    await app.send("SET_PIN", value=pin)
    await app.expect("ENTER_NEW_PIN", retryCounter=3)
    await app.send("SET_NEW_PIN", value="246802")
    await app.expect("CHANGE_PIN", success=True)
    await app.change_pin()
    await app.expect("ENTER_PIN", retryCounter=3)
    await app.send("SET_PIN", value="246802")
    await app.expect("ENTER_NEW_PIN", retryCounter=3)
    await app.cancel()


async def off_until_the_clerk_switches_it_on(app, cards):
    cards.insert("off")
    await app.card(deactivated=True)
    cards.take_out()
    await app.no_card()
    cards.lotse("activate", "off", "--new-pin", "111213")
    cards.insert("off")
    await app.card(deactivated=False, retryCounter=3)
    await app.change_pin()
    await app.expect("ENTER_PIN", retryCounter=3)
    await app.send("SET_PIN", value="111213")
    await app.expect("ENTER_NEW_PIN")
    await app.cancel()


async def a_used_up_puk_is_told(app, cards):
    cards.insert("puk-used-up")
    await app.card(retryCounter=0)
    await app.change_pin()
    await app.expect("ENTER_PUK", retryCounter=0, inoperative=False)
    await app.send("SET_PUK", value=cards.known["puk-used-up"]["puk"])
    await app.expect("CHANGE_PIN", success=False)
    await app.card(retryCounter=0, inoperative=True)


async def taken_out_in_the_middle(app, cards):
    cards.insert("own-pin")
    await app.card(retryCounter=3)
    await app.change_pin()
    await app.expect("ENTER_PIN", retryCounter=3)
    cards.take_out()
    await app.no_card()
    await app.cancel()
    cards.insert("own-pin")
    await app.card(retryCounter=3)


async def our_check_says_the_same(app, cards):
    for name, fields, said in [
        ("own-pin", {"retryCounter": 3}, {"state": "usable", "tries": 3, "kind": "id_card_or_residence_permit"}),
        ("residence-permit", {"retryCounter": 2}, {"state": "usable", "tries": 2}),
        ("suspended", {"retryCounter": 1}, {"state": "suspended"}),
        ("blocked", {"retryCounter": 0, "deactivated": False}, {"state": "blocked"}),
        ("off", {"deactivated": True}, {"state": "off"}),
        ("eid-card", {"retryCounter": 3}, {"state": "usable", "kind": "eid_card"}),
    ]:
        cards.insert(name)
        await app.card(**fields)
        found = cards.check()
        if any(found.get(k) != v for k, v in said.items()):
            raise Wrong(f"{name}: {found}")
        # The check changed nothing, and the AusweisApp still sees it so.
        await app.card(**fields)
        cards.take_out()
        await app.no_card()
    if max(cards.checks) >= CHECK_SECONDS:
        raise Wrong(f"a check took {max(cards.checks):.1f} s")


async def nothing_or_too_much_to_check(app, cards):
    await app.no_card()
    if cards.check(code=1)["problem"] != "no_card":
        raise Wrong("no card is not told")
    cards.insert("own-pin")
    cards.insert("suspended", slot=1)
    async with asyncio.timeout(STEP_SECONDS):
        while cards.check(code=None)["problem"] != "several_cards":
            await asyncio.sleep(0.1)


FLOWS = [reads_the_card, sees_every_state, changes_the_pin, twice_wrong_wants_the_can, three_times_wrong_wants_the_puk,
         transport_pin_becomes_an_own_one, off_until_the_clerk_switches_it_on, a_used_up_puk_is_told, taken_out_in_the_middle,
         our_check_says_the_same, nothing_or_too_much_to_check]


async def run(flow, transcripts):
    address = f"ws://{os.environ['LOTSE_TEST_AUSWEISAPP']}/eID-Kernel"
    with tempfile.TemporaryDirectory() as folder:
        cards, app = Cards(folder), None
        try:
            # Text of an UTF-8 QtWebSocket is fine without compression; the AusweisApp offers none.
            async with websockets.connect(address, compression=None, proxy=None) as socket:
                app = App(socket)
                await app.send("SET_API_LEVEL", level=2)
                await app.expect("API_LEVEL")
                await flow(app, cards)
                cards.take_out()
                await app.no_card()
            return None
        except (Wrong, TimeoutError, OSError, subprocess.TimeoutExpired, websockets.WebSocketException) as error:
            return f"{type(error).__name__}: {error}"
        finally:
            for card in cards.inserted:
                card.kill()
                card.wait()
            if transcripts and app:
                lines = [json.dumps(m, ensure_ascii=False) for m in app.said]
                (transcripts / f"{flow.__name__}.jsonl").write_text("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description="The AusweisApp on practice cards.")
    parser.add_argument("--transcripts", type=pathlib.Path, help="folder for what was said")
    parser.add_argument("flow", nargs="*", help="only these")
    args = parser.parse_args()
    wanted = [f for f in FLOWS if not args.flow or f.__name__ in args.flow]
    if args.transcripts:
        args.transcripts.mkdir(parents=True, exist_ok=True)
    failed, repeats = 0, REPEATS
    for flow in wanted:
        error = asyncio.run(run(flow, args.transcripts))
        if error and repeats:
            repeats -= 1
            print(f"again  {flow.__name__}: {error}", flush=True)
            error = asyncio.run(run(flow, args.transcripts))
        print(f"{'FAILED' if error else 'ok':6} {flow.__name__}{': ' + error if error else ''}", flush=True)
        failed += bool(error)
    if not wanted or failed:
        sys.exit(1)


if __name__ == "__main__":
    main()
