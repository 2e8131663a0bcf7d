"""Imports are not searched for garbage, and searches go on after them."""

import gc

import pytest

from mnist_core.startup import quick_imports


@pytest.fixture(autouse=True)
def unfrozen():
    yield
    gc.unfreeze()


def test_nothing_is_searched_meanwhile_and_what_is_imported_never():
    with quick_imports():
        assert not gc.isenabled()

    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


def test_searches_go_on_after_an_import_that_fails():
    with pytest.raises(ModuleNotFoundError), quick_imports():
        import no_such_module  # type: ignore[import-not-found]  # noqa: F401, PLC0415

    assert gc.isenabled()
