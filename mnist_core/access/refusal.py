"""The answer to whoever does not get in: one sentence, and a field for a key where one is asked."""

from html import escape

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, Response

NO_KEY = (
    "This lab asks for a key: open the link that the room was given, scan its code, or type the "
    "key here."
)
WRONG_KEY = "This key does not open the lab: see how the room's key is written, and type it again."
LOG_IN = "This lab asks everyone to log in first: open one of its pages."
THROUGH_PROXY = (
    "This request comes through a proxy, and the lab is open to its own machine alone: start it "
    "with --browser.serverAddress and the proxy's name, and it asks for a key."
)
OTHER_SITE = "The lab answers only its own pages, and this request comes from another."
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Digit Lab</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
  :root {{ color-scheme: light dark; --accent: #0072B2; }}
  body {{ font: 1.25rem/1.5 system-ui, sans-serif; margin: 18vh auto 0; max-width: 32rem;
         padding: 0 1.5rem; background: light-dark(#FFFFFF, #10171D);
         color: light-dark(#1B2730, #E8EEF2); }}
  h1 {{ font-size: 1.75rem; font-weight: 600; }}
  form {{ display: flex; gap: 0.6rem; margin-top: 1.5rem; }}
  input, button {{ font: inherit; padding: 0.5rem 0.9rem; border-radius: 0.6rem;
                  border: 1px solid light-dark(#8A979F, #6B7B86); }}
  input {{ flex: 1; min-width: 0; background: transparent; color: inherit; }}
  button {{ background: var(--accent); border-color: var(--accent); color: white; }}
</style></head>
<body><main><h1>Digit Lab</h1><p id="why" role="alert">{sentence}</p>{form}</main></body></html>
"""
FORM = """<form>{kept}<input name="key" aria-label="Key" aria-describedby="why" placeholder="Key"
autocomplete="off" autocapitalize="none" spellcheck="false" required autofocus>
<button>Open</button></form>"""


def refusal(
    request: HTTPConnection, sentence: str, *, status: int = 403, ask_key: bool = False
) -> Response:
    """Refuse a request in one sentence: as a page to a browser's window, else as plain text.

    Args:
        request: which is refused; what its address asks for is kept in the form.
        sentence: why.
        status: of HTTP.
        ask_key: whether a page has a field for a key.
    """
    headers = {"Cache-Control": "no-store"}
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(sentence, status, headers)
    form = FORM.format(kept=_kept(request)) if ask_key else ""
    return HTMLResponse(PAGE.format(sentence=escape(sentence), form=form), status, headers)


def other_name(host: str | None) -> str:
    """Say that the server does not answer to a name, and how it would."""
    if host is None:
        return "The request does not say which host it asks for."
    return (
        f"The lab does not answer under the name {host!r}; if the name is yours, start the lab "
        f"with --server.allowedHosts {host}"
    )


def _kept(request: HTTPConnection) -> str:
    """Give what else the address asks for, such as a run, as hidden fields."""
    hidden = '<input type="hidden" name="{}" value="{}">'
    items = request.query_params.multi_items()
    return "".join(
        hidden.format(escape(name), escape(value)) for name, value in items if name != "key"
    )
