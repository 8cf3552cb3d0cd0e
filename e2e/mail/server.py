"""A mail server that is not ours (aiosmtpd), for tests: takes mails on loopback and writes each into a folder.

    server.py FOLDER [--port N] [--tls wrapped|starttls CERT KEY] [--user NAME PASSWORD]

Prints `port N` when it listens. Each mail becomes `N.eml` as it came over the wire, with the envelope in `N.json`.
A recipient that begins with `refused` is refused for good, one that begins with `later` for now.
"""

import argparse
import asyncio
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

parser = argparse.ArgumentParser()
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--tls", nargs=3, metavar=("HOW", "CERT", "KEY"))
parser.add_argument("--user", nargs=2, metavar=("NAME", "PASSWORD"))
args = parser.parse_args()

context = None
if args.tls:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(args.tls[1], args.tls[2])
wrapped = context is not None and args.tls[0] == "wrapped"
starttls = context is not None and not wrapped


class Keeper:
    taken = len(list(args.folder.glob("*.eml")))

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            # Many servers repeat the address in their answer.
            return f"550 5.1.1 <{address}>: no such mailbox"
        if address.startswith("later"):
            return f"451 4.2.0 <{address}>: try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        Keeper.taken += 1
        about = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "hello": session.host_name,
            "encrypted": wrapped or session.ssl is not None,
            "user": args.user[0] if session.authenticated else None,
        }
        (args.folder / f"{Keeper.taken}.json").write_text(json.dumps(about))
        whole = args.folder / f"{Keeper.taken}.part"
        whole.write_bytes(envelope.content)
        whole.rename(args.folder / f"{Keeper.taken}.eml")
        return "250 OK"


def known(server, session, envelope, mechanism, data):
    if not args.user:
        return AuthResult(success=False, handled=False)
    right = (data.login.decode(), data.password.decode()) == tuple(args.user)
    return AuthResult(success=right, handled=right)


def speak():
    return SMTP(
        Keeper(),
        tls_context=context if starttls else None,
        require_starttls=starttls,
        authenticator=known if args.user else None,
        auth_required=bool(args.user),
        auth_require_tls=starttls,
        ident="not ours",
    )


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(speak, "127.0.0.1", args.port, ssl=context if wrapped else None)
    print(f"port {server.sockets[0].getsockname()[1]}", flush=True)
    # Whoever started us closes our input when it ends, however it ends.
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
