"""The canvas to be drawn on, for a pointer to go there."""

from playwright.sync_api import FloatRect, Page, expect

RESTS_MS = 1_500


def steady_canvas(page: Page) -> FloatRect:
    """Wait for the canvas that stays: once a page knows how wide it is, it makes another one."""
    before, box = None, None
    while box is None or box != before:
        expect(page.locator(".upper-canvas").last).to_be_visible()
        before = box
        page.wait_for_timeout(RESTS_MS)
        box = page.locator(".upper-canvas").last.bounding_box()
    return box
