"""Where things lie in a chart on the page, for a pointer to go there."""

from playwright.sync_api import Page, expect

POINT_OF = """([key, x, y]) => {
    const chart = document.querySelector(`.st-key-${key} .js-plotly-plot`)
    const box = chart.getBoundingClientRect(), { xaxis, yaxis } = chart._fullLayout
    return [box.left + xaxis._offset + xaxis.d2p(x), box.top + yaxis._offset + yaxis.d2p(y)]
}"""
BELOW_THE_HEADING = """selector => document.querySelector(selector).getBoundingClientRect().top
    - document.querySelector('h2').getBoundingClientRect().top"""
TARGET = """([key, number]) => {
    const targets = document.querySelector(`.st-key-${key} .js-plotly-plot`).data.at(-1)
    return [targets.x[number], targets.y[number]]
}"""


def show(page: Page, key: str) -> None:
    """Bring a chart into the window once it is drawn."""
    chart = page.locator(f".st-key-{key} .js-plotly-plot")
    expect(chart).to_be_visible()
    expect(chart.locator(".main-svg").first).to_be_visible()
    chart.scroll_into_view_if_needed()


def click_point(page: Page, key: str, x: float, y: float) -> None:
    """Click what lies at these coordinates of a chart."""
    show(page, key)
    left, top = page.evaluate(POINT_OF, [key, x, y])
    page.mouse.move(left, top)
    page.mouse.click(left, top)


def click_picture(page: Page, key: str, number: int) -> None:
    """Click a picture of a gallery."""
    show(page, key)
    x, y = page.evaluate(TARGET, [key, number])
    click_point(page, key, x, y)


def opacities(page: Page, key: str) -> dict[str, str]:
    """Give how strongly each run's lines are drawn, by the run's id; "" is full."""
    return page.evaluate(
        """key => Object.fromEntries([...document.querySelectorAll(`.st-key-${key} g.trace`)]
            .filter(node => node.__data__[0].trace.meta?.run)
            .map(node => [node.__data__[0].trace.meta.run, node.style.opacity]))""",
        key,
    )
