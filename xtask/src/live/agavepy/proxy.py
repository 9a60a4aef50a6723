"""A CONNECT proxy that ends TLS itself and passes everything on to a server without TLS.

agavepy speaks TLS only, and leaves out its credential where the address has a port. Through this proxy it reaches
`https://localhost`, with a certificate of the tests' own authority.
"""

import socket
import ssl
import threading


class Proxy:
    def __init__(self, target, certificate, key):
        self.target = target
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(certificate, key)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = "http://127.0.0.1:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self.pass_on, args=(connection,), daemon=True).start()

    def pass_on(self, connection):
        head = b""
        while b"\r\n\r\n" not in head:
            part = connection.recv(4096)
            if not part:
                return
            head += part
        if not head.startswith(b"CONNECT localhost:443 "):
            connection.sendall(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
            connection.close()
            return
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        try:
            inside = self.tls.wrap_socket(connection, server_side=True)
            server = socket.create_connection(self.target)
            threading.Thread(target=copy, args=(inside, server), daemon=True).start()
            copy(server, inside)
        except OSError:
            connection.close()


def copy(source, target):
    try:
        while True:
            part = source.recv(65536)
            if not part:
                break
            target.sendall(part)
    except OSError:
        pass
    finally:
        try:
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass
