"""Serves a folder over HTTP the way broken or hostile servers do.

Usage: odd-server.py FOLDER     prints its port; ends by itself after two minutes
The first part of a path names the manner, the rest the file: /cut/metadata/timestamp.json.
Each request is a line in FOLDER/../odd.log: manner, file, range, bytes sent.
"""
import http.server, os, sys, threading, time

folder = os.path.abspath(sys.argv[1])
log = open(os.path.join(folder, "../odd.log"), "a", buffering=1)
counts = {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def head(self, status, length=None, **fields):
        self.send_response_only(status)
        if length is not None:
            self.send_header("Content-Length", str(length))
        else:
            self.send_header("Connection", "close")
            self.close_connection = True
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def body(self, data):
        self.wfile.write(data)
        self.sent += len(data)

    def hang_up(self):
        self.close_connection = True

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        self.sent = 0
        manner, _, name = self.path.lstrip("/").partition("/")
        wanted = self.headers.get("Range")
        try:
            self.serve(manner, name, wanted)
        except OSError:
            self.hang_up()
        log.write(f"{manner} {name} {wanted or '-'} {self.sent}\n")

    def serve(self, manner, name, wanted):
        path = os.path.join(folder, name)
        if not os.path.isfile(path):
            return self.head(404, 0)
        data = open(path, "rb").read()
        size = len(data)
        first, last = 0, size - 1
        if wanted:
            first, last = (int(n) for n in wanted.partition("=")[2].split("-"))
            last = min(last, size - 1)
        part = data[first : last + 1]
        status = 206 if wanted else 200
        fields = {"Content_Range": f"bytes {first}-{last}/{size}"} if wanted else {}
        if self.command == "HEAD":
            return self.head(200, size)
        turn = counts[manner, name] = counts.get((manner, name), 0) + 1
        if manner == "plain":
            self.head(status, len(part), **fields)
            self.body(part)
        elif manner == "cut":  # every body breaks off after 100,000 bytes
            self.head(status, len(part), **fields)
            self.body(part[:100_000])
            if len(part) > 100_000:
                self.hang_up()
        elif manner == "dead":  # breaks off after the first 70,000 bytes, always the same ones
            self.head(status, len(part), **fields)
            self.body(part[: max(0, 70_000 - first)])
            self.hang_up()
        elif manner == "busy":  # refuses twice, then serves
            if turn < 3:
                return self.head(503, 0)
            self.head(status, len(part), **fields)
            self.body(part)
        elif manner == "whole":  # knows no ranges
            self.head(200, size)
            self.body(data)
        elif manner == "endless":  # never says how long it is, never stops
            self.head(200)
            end = time.time() + 20
            while time.time() < end:
                self.body(b"x" * 65536)
        elif manner == "endless-range":
            self.head(206, **fields)
            end = time.time() + 20
            while time.time() < end:
                self.body(b"x" * 65536)
        elif manner == "flood":  # an honest depot whose targets never end
            if name.startswith("metadata/"):
                self.head(status, len(part), **fields)
                return self.body(part)
            self.head(status, **fields)
            end = time.time() + 20
            while time.time() < end:
                self.body(b"x" * 65536)
        elif manner == "endless-head":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            end = time.time() + 20
            while time.time() < end:
                self.body(b"X-Field: " + b"x" * 1000 + b"\r\n")
        elif manner == "huge":  # promises a terabyte
            self.head(status, 1 << 40, **fields)
            self.body(b"x" * 65536)
            self.hang_up()
        elif manner == "short":  # promises and sends less than there is
            self.head(status, len(part) // 2, **fields)
            self.body(part[: len(part) // 2])
        elif manner == "shifted":  # sends other bytes than it says
            fields["Content_Range"] = f"bytes {first + 1}-{last}/{size}"
            self.head(206, len(part) - 1, **fields)
            self.body(part[1:])
        elif manner == "wrong":  # flips a bit in the middle of every body
            self.head(status, len(part), **fields)
            middle = len(part) // 2
            self.body(part[:middle] + bytes([part[middle] ^ 1]) + part[middle + 1 :])
        elif manner == "drip":  # a byte a second
            self.head(status, len(part), **fields)
            for byte in part[:60]:
                self.body(bytes([byte]))
                time.sleep(1)
            self.hang_up()
        elif manner == "silent":  # accepts and says nothing
            time.sleep(60)
            self.hang_up()
        elif manner == "gzip":
            self.head(status, len(part), Content_Encoding="gzip", **fields)
            self.body(part)
        elif manner == "moved":  # to the same file, served plainly
            self.head(302, 0, Location=f"/plain/{name}")
        elif manner == "to-file":
            self.head(302, 0, Location=f"file://{path}")
        elif manner == "to-ftp":
            self.head(302, 0, Location=f"ftp://127.0.0.1/{name}")
        elif manner == "in-circles":
            self.head(302, 0, Location=f"/in-circles/{name}")
        elif manner == "refused":
            self.head(401, 0)
        elif manner == "beyond":
            self.head(416, 0, Content_Range=f"bytes */{first}")
        elif manner == "noise":
            self.body(b"\x00\xff\xfe no answer at all\n" * 100)
            self.hang_up()
        else:
            self.head(404, 0)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_port, flush=True)
os.dup2(os.open(os.devnull, os.O_RDWR), 1)
threading.Timer(120, os._exit, [0]).start()
server.serve_forever()
