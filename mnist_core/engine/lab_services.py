"""What the server does beside the pages: the engine's supervisor, what is pushed, files of runs."""

import threading

from starlette.responses import Response
from starlette.websockets import WebSocket

from mnist_core.access.person import Person
from mnist_core.engine.process_tuning import use_one_thread
from mnist_core.engine.supervisor import Supervisor
from mnist_core.environment import read_settings
from mnist_core.store.run_store import open_store
from mnist_core.web.live_hub import LiveHub
from mnist_core.web.live_socket import serve_tab


class LabServices:
    """The services of this process, and the engine, which is started at once.

    Args:
        first_page: set once a page's script has ended; the engine's start waits for it a while.

    Attributes:
        hub: looks at the store for all tabs, while its ``serve`` runs.
        supervisor: keeps the engine alive, until it is stopped.
    """

    def __init__(self, first_page: threading.Event) -> None:
        use_one_thread()
        self.hub = LiveHub(lambda: open_store(read_settings()))
        self.supervisor = Supervisor(read_settings(), first_page)
        self.supervisor.start()

    async def serve_tab(self, websocket: WebSocket) -> None:
        """Serve the WebSocket of one tab until it is closed."""
        await serve_tab(self.hub, websocket)

    def run_file(self, person: Person, run_id: str, name: str) -> Response:
        """Answer with a run's file, by its ending without the dot, or with why there is none."""
        from mnist_core.web.run_files import file_response  # noqa: PLC0415 - not for the first page

        return file_response(person, run_id, name)

    def weights(self, run_id: str, version: str) -> Response:
        """Answer with the newest weights of a run or the starter, or with why there are none."""
        from mnist_core.web.network_weights import weights_response  # noqa: PLC0415 - as above

        return weights_response(run_id, version)
