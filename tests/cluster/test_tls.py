"""A lab whose machines speak TLS lets in who shows a certificate, and nobody else."""

import asyncio
from typing import Any

import pytest
from distributed.comm.core import connect
from distributed.security import Security

from mnist_core.config import RunConfig
from mnist_core.store.run_store import RunStore
from tests.cluster.certificates import TLS, make_certificates
from tests.cluster.real_cluster import Cluster
from tests.waiting import PATIENCE_S, wait_until

pytestmark = pytest.mark.keras

TINY = RunConfig(hidden_units=(16,), epochs=1, train_size=2_000)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory, new_database, certificates):
    folder = tmp_path_factory.mktemp("encrypted")
    cluster = Cluster(folder, new_database(), certificates)
    yield cluster
    cluster.stop()


@pytest.fixture(scope="module")
def store(cluster):
    store = RunStore(cluster.settings)
    yield store
    store.database.dispose()


@pytest.fixture(scope="module")
def trained(cluster, store):
    run = store.create(TINY)
    cluster.start("one")
    wait_until(lambda: not store.read(run.id).active)
    return store.read(run.id)


def reach(address: str, *, timeout_s: float = 2, **arguments: Any) -> None:
    """Connect as any program of Dask's does; one that is refused tries for all of this time."""

    async def try_once() -> None:
        comm = await connect(address, timeout=timeout_s, **arguments)
        await comm.write({"op": "identity", "reply": True})
        await comm.read()
        await comm.close()

    asyncio.run(try_once())


def shown(own: dict[str, str], trusted: dict[str, str]) -> dict[str, Any]:
    """Show one's own certificate, and trust those of the other's authority."""
    security = Security(
        tls_ca_file=trusted[f"{TLS}CA_FILE"],
        tls_client_cert=own[f"{TLS}CLIENT__CERT"],
        tls_client_key=own[f"{TLS}CLIENT__KEY"],
        require_encryption=True,
    )
    return security.get_connection_args("client")


def test_a_run_trains_on_a_worker_that_speaks_tls(store, cluster, trained):
    assert cluster.address.startswith("tls://")
    assert (trained.state, trained.message) == ("finished", "")
    assert "last" in store.artifacts.names(trained.id)


def test_who_shows_a_certificate_of_the_same_authority_is_let_in(cluster, trained, certificates):
    reach(cluster.address, timeout_s=PATIENCE_S, **shown(certificates, certificates))


def test_who_shows_another_certificate_is_refused(cluster, trained, certificates, tmp_path):
    another = make_certificates(tmp_path)

    with pytest.raises(OSError, match=r".+"):
        reach(cluster.address, **shown(another, certificates))


def test_who_speaks_plain_tcp_is_refused(cluster, trained):
    with pytest.raises(OSError, match=r".+"):
        reach(cluster.address.replace("tls", "tcp"))
