"""Accounts from the command line: ``python -m service.editor add-user NAME --role reviewer | close-user NAME``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from getpass import getpass

from service.records.audit import Audit
from service.records.conversations import RecordsDown, connect
from service.web.accounts import ROLES, Accounts, NotAdded, address, new_secret
from service.web.settings import Settings, SettingsBroken

Ask = Callable[[str], str]


def main(arguments: list[str], ask_password: Ask = getpass, ask: Ask = input) -> int:
    """Runs one command. Returns 0, or 1 with one sentence. ``ask_password`` must not show what is typed."""
    parser = argparse.ArgumentParser(prog="python -m service.editor", description="Who may edit, review and lead.")
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add-user", help="make an account: asks for a password and for one code")
    add.add_argument("name", help="small letters, figures and _; a reviewer's is the id in reviewers.yml")
    add.add_argument("--role", action="append", required=True, choices=ROLES, help="may be given more than once")
    close = commands.add_parser("close-user", help="close an account: its owner can no longer sign in")
    close.add_argument("name")
    options = parser.parse_args(arguments)
    try:
        engine = connect(Settings.read().database_url)
        accounts, audit = Accounts(engine), Audit(engine)
        if options.command == "close-user":
            return _close(accounts, audit, options.name)
        return _add(accounts, audit, options.name, options.role, ask_password, ask)
    except (SettingsBroken, RecordsDown, NotAdded) as error:
        print(error, file=sys.stderr)
    except (EOFError, KeyboardInterrupt):
        print("\nNothing was changed.", file=sys.stderr)
    return 1


def _add(accounts: Accounts, audit: Audit, name: str, roles: list[str], ask_password: Ask, ask: Ask) -> int:
    password = ask_password("Password of your own choice, 12 characters or more: ")
    accounts.may_add(name, roles, password)
    if ask_password("The same password again: ") != password:
        raise NotAdded("The two passwords differ. No account was made.")
    secret = new_secret()
    print("Put this address or this secret into an authenticator app. It is shown only now.")
    print(address(name, secret))
    print(" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)))
    account = accounts.add(name, roles, password, secret, ask("The code that the app shows now: "))
    audit.add(name, "account added", detail={"roles": sorted(account.roles)})
    print(f"Account {name} is ready. Roles: {', '.join(sorted(account.roles))}.")
    return 0


def _close(accounts: Accounts, audit: Audit, name: str) -> int:
    if not accounts.close(name):
        print(f"There is no open account of the name {name}.", file=sys.stderr)
        return 1
    audit.add(name, "account closed")
    print(f"Account {name} is closed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
