"""Who a browser is by its login: an account in a cookie that the lab signs, given for a ticket.

Streamlit has a cookie of its own for that, which only Streamlit can read.
"""

from collections.abc import Mapping
from pathlib import Path

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response

from mnist_core.access.login import Account
from mnist_core.access.room_keys import RoomKeys, room_keys
from mnist_core.access.tickets import TICKETS
from mnist_core.access.visitor_cookie import cookie_name

LASTS_S = 30 * 24 * 3600  # as long as Streamlit's own
TICKET = "digit-lab-ticket"  # a request's header
NO_TICKET = "This login was begun too long ago, or is done already: open the page again."


def answer_ticket(request: HTTPConnection, home: Path) -> Response:
    """Give the lab's cookie for a ticket, or refuse one that does not hold.

    Args:
        request: which has the ticket in a header: an address would be kept in histories and logs.
        home: the folder with the secret that signs.
    """
    account = TICKETS.take(request.headers.get(TICKET, ""))
    if account is None:
        return PlainTextResponse(NO_TICKET, 403)
    keys = room_keys(home)
    answer = Response(status_code=204, headers={"Cache-Control": "no-store"})
    answer.set_cookie(
        login_cookie_name(keys),
        signed(keys, account),
        max_age=LASTS_S,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


def forgotten(keys: RoomKeys) -> list[tuple[bytes, bytes]]:
    """Give the header that takes the cookie from a browser."""
    answer = Response()
    answer.delete_cookie(login_cookie_name(keys))
    return [header for header in answer.raw_headers if header[0] == b"set-cookie"]


def signed(keys: RoomKeys, account: Account) -> str:
    """Give the cookie's value for an account."""
    return str(_serializer(keys).dumps({"id": account.id, "email": account.email}))


def account_in(keys: RoomKeys, cookies: Mapping[str, str]) -> Account | None:
    """Give whose account a browser's cookies name, or None where the lab has not signed it."""
    value = cookies.get(login_cookie_name(keys), "")
    try:
        return Account(**_serializer(keys).loads(value, max_age=LASTS_S))
    except BadSignature:
        return None


def login_cookie_name(keys: RoomKeys) -> str:
    """Give the cookie's name: another than that of those who had a key."""
    return f"{cookie_name(keys)}_login"


def _serializer(keys: RoomKeys) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(keys.secret, salt="login")
