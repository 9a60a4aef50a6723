"""Creates the administrator `admin` in the database of a server: user.py PORT DATABASE."""

import asyncio
import sys

import nacl.pwhash
from inmanta import data
from inmanta.data.model import AuthMethod


async def main() -> None:
    await data.start_engine(
        database_username="inmanta",
        database_password="",
        database_host="127.0.0.1",
        database_port=int(sys.argv[1]),
        database_name=sys.argv[2],
        create_db_schema=False,
    )
    try:
        password = nacl.pwhash.str(b"admin-password").decode()
        user = data.User(username="admin", password_hash=password, auth_method=AuthMethod.database, is_admin=True)
        await user.insert()
    finally:
        await data.stop_engine()


asyncio.run(main())
