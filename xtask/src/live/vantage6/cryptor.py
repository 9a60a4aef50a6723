"""Runs the Python library on standard input: cryptor.py KEY encrypt|decrypt|public."""

import sys
from pathlib import Path

from vantage6.common.encryption import RSACryptor

cryptor = RSACryptor(Path(sys.argv[1]))
text = sys.stdin.buffer.read()
if sys.argv[2] == "encrypt":
    done = cryptor.encrypt_bytes_to_str(text, cryptor.public_key_str)
elif sys.argv[2] == "decrypt":
    done = cryptor.decrypt_str_to_bytes(text.decode()).decode()
else:
    done = cryptor.public_key_str
sys.stdout.buffer.write(done.encode())
