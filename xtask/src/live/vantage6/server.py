"""Starts a vantage6 server on loopback: server.py CONFIG PORT."""

import sys

from vantage6.server import run_dev_server, run_server

run_dev_server(run_server(sys.argv[1], system_folders=False), host="127.0.0.1", port=int(sys.argv[2]))
