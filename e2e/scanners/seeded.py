#!/usr/bin/env python3
"""A site with one fault for each scanner, on a free loopback port it prints: proof that the scanners still see.

The page answers `q` unescaped; the API promises a number and answers a word.
"""
import http.server
import json
import urllib.parse

FORM = "<!DOCTYPE html><html lang=en><title>Seeded</title><form action=/search><input name=q value=word></form>"
COUNT = {"type": "object", "required": ["count"], "properties": {"count": {"type": "integer"}}}
ANSWER = {"description": "How many", "content": {"application/json": {"schema": COUNT}}}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Seeded", "version": "1"},
    "servers": [{"url": "/"}],
    "paths": {"/api/v1/count": {"get": {"responses": {"200": ANSWER}}}},
}


class Seeded(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        match url.path:
            case "/":
                self.answer("text/html; charset=utf-8", FORM)
            case "/search":
                words = urllib.parse.parse_qs(url.query).get("q", [""])
                self.answer("text/html; charset=utf-8", f"{FORM}<p>Nothing found for {words[0]}</p>")
            case "/api/openapi.json":
                self.answer("application/json", json.dumps(DOCUMENT))
            case "/api/v1/count":
                self.answer("application/json", json.dumps({"count": "three"}))
            case _:
                self.answer("text/plain; charset=utf-8", "Not found", 404)

    def answer(self, kind, text, status=200):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Seeded) as server:
        print(f"ready: http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()
