"""The Board page in a browser: a run that ends elsewhere is ranked without a click."""

from playwright.sync_api import expect

from tests.core.store.board_runs import ended, sized

ROWS = '.digit-lab-table[aria-label="The room\'s runs by rank"] tr'


def test_a_run_that_ends_is_ranked_by_itself(page, lab):
    page.goto("/board")
    expect(page.get_by_role("heading", name="Board", exact=True)).to_be_visible()
    expect(page.locator(ROWS).filter(has_text="first-steps")).to_be_visible()
    page.evaluate("window.notReloaded = true")

    ended(lab, "the-best", sized(64), 0.3, val_errors=(1.0,), seconds=2.0)

    expect(page.locator(ROWS).nth(1)).to_contain_text("the-best")
    expect(page.get_by_role("img", name="the-best is first")).to_be_visible()
    expect(page.get_by_label("Who reached 98%, by seconds")).to_contain_text("the-best")
    assert page.evaluate("window.notReloaded")
