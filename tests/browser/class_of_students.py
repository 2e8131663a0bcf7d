"""Students of a class, each a client of both WebSockets with a cookie of their own."""

import asyncio
import json
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from mnist_core.web.feeds import NUMBERS, feed_name
from tests.browser.real_lab import Server


@dataclass
class Student:
    """One client.

    Attributes:
        run: the id of the run that the address names, "" for none.
        problems: what the page has shown of errors.
    """

    server: Server
    key: str
    cookie: str = ""
    run: str = ""
    problems: list[str] = field(default_factory=list)
    _buttons: dict[str, str] = field(default_factory=dict)
    _query: dict[str, str] = field(default_factory=dict)

    def come_in(self) -> None:
        """Open the link with the key, and keep the cookie."""
        answer = self.get(f"/?key={self.key}")
        known = SimpleCookie(answer.headers["set-cookie"])
        self.cookie = "; ".join(f"{name}={each.value}" for name, each in known.items())

    def get(self, path: str) -> HTTPResponse:
        """Ask for something; it is read by then, and a redirect is not followed."""
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    def connect(self, path: str) -> connect:
        """Open one of the WebSockets."""
        host = f"127.0.0.1:{self.server.port}"
        return connect(
            f"ws://{host}{path}",
            origin=Origin(f"http://{host}"),
            additional_headers={"Cookie": self.cookie},
            subprotocols=[Subprotocol("streamlit")] if path.endswith("stream") else None,
            max_size=None,
        )

    async def train(self, page: ClientConnection, settings: dict[str, str]) -> str:
        """Open Train with a link's settings, press the button, and give the new run's id."""
        self._query = settings
        await self.open(page, "")
        before = self.run
        await self.press(page, "Train")
        assert self.run != before, self.problems
        return self.run

    async def open(self, page: ClientConnection, name: str) -> None:
        """Open a page by its name in the address."""
        request = BackMsg()
        request.rerun_script.page_name = name
        await self._run(page, request)

    async def press(self, page: ClientConnection, label: str) -> None:
        """Press a button of Train by its label."""
        request = BackMsg()
        state = request.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = self._buttons[label], True
        await self._run(page, request)

    async def wait_for_end(self, run_id: str) -> str:
        """Watch a run as its page does until it has ended, and give what stands there then."""
        name = feed_name(NUMBERS, run=run_id)
        async with self.connect("/lab/live") as live:
            await live.send(json.dumps({"watch": {name: ""}}))
            async for text in live:
                message = json.loads(text)
                if message.get("feed") == name and "Finished" in json.dumps(message["state"]):
                    return json.dumps(message["state"])
        raise AssertionError("the connection ended before the run")

    async def _run(self, page: ClientConnection, request: BackMsg) -> None:
        """Ask for a run of the script, and read what it draws to its end."""
        request.rerun_script.query_string = urlencode(self._query)
        await page.send(request.SerializeToString())
        ended = False
        while not ended:
            message = ForwardMsg()
            message.ParseFromString(await asyncio.wait_for(page.recv(decode=False), 120))
            self._note(message)
            ended = message.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
            ) and message.HasField("script_finished")

    def _note(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        if element.HasField("button"):
            self._buttons[element.button.label] = element.button.id
        if element.HasField("exception"):
            self.problems.append(element.exception.message)
        if element.HasField("alert"):
            self.problems.append(element.alert.body)
        if message.HasField("page_info_changed"):
            pairs = message.page_info_changed.query_string.split("&")
            self._query = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
            self.run = self._query.get("run", self.run)
