"""A run taken home in a real browser: files made at once, and one made by the real worker."""

import io
import zipfile

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.keras


def save(page, ending):
    """Press Download in the line of a file, and give its name and its content."""
    with page.expect_download() as download:
        page.locator(f".st-key-download_{ending} a").click()
    return download.value.suggested_filename, download.value.path().read_bytes()


@pytest.fixture
def take_home(page, lab):
    """The tab of the lab's first run."""
    first = next(run for run in lab.recent() if run.name == "first-steps")
    page.goto(f"/?run={first.id}")
    page.get_by_role("tab", name="Take home").click()
    expect(page.locator(".st-key-take_zip")).to_be_visible()
    return page


def test_the_archive_holds_a_page_and_a_script(take_home):
    name, content = save(take_home, "zip")

    assert name == "first-steps.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert b"<canvas" in archive.read("first-steps/first-steps.html")
        compile(archive.read("first-steps/first-steps.py"), "script", "exec")


def test_a_keras_file_is_prepared_by_the_worker_and_then_taken(take_home):
    take_home.locator(".st-key-prepare_keras button").click()

    expect(take_home.locator(".st-key-download_keras a")).to_be_visible()
    expect(take_home.get_by_role("tab", name="Take home")).to_have_attribute(
        "aria-selected", "true"
    )
    name, content = save(take_home, "keras")
    assert name == "first-steps.keras"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "config.json" in archive.namelist()
