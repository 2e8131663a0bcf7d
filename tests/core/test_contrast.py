"""The colours that the lab chooses stand out from what they lie on, by WCAG 2.2, level AA."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from mnist_core.figures.colors import FURTHER, GREY, TRAINING, VALIDATION

PROJECT = Path(__file__).parents[2]
THEME: dict[str, Any] = tomllib.loads((PROJECT / ".streamlit/config.toml").read_text())["theme"]
PARTS = PROJECT / "pages" / "parts"
TEXT, LARGE_OR_GRAPHIC = 4.5, 3.0  # success criteria 1.4.3 and 1.4.11
CAPTION = 0.6  # share of the text's colour that Streamlit's captions have
CHOSEN = 0.65  # share of the primary colour in readable_frame.css
# Fainter texts, and why they may be: large type, a neighbour's icon, or out of use.
MAY_BE_FAINTER = {".unsure": LARGE_OR_GRAPHIC}
Color = tuple[float, float, float]


def parsed(color: str) -> Color:
    """Read #RRGGBB as three numbers in [0, 255]."""
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return red, green, blue


def mixed(above: Color, below: Color, share: float) -> Color:
    """Lay ``share`` of a colour over another."""
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(above, below, strict=True))
    return red, green, blue


def luminance(color: Color) -> float:
    """Give the relative luminance, in [0, 1], as WCAG 2.2 defines it."""
    parts = [value / 255 for value in color]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(share * p for share, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: Color, other: Color) -> float:
    """Give the contrast ratio, from 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("color", "ratio"), [("#000000", 21.0), ("#767676", 4.54), ("#FFFFFF", 1.0), ("#0000FF", 8.59)]
)
def test_the_formula_gives_what_others_publish(color, ratio):
    assert contrast(parsed(color), parsed("#FFFFFF")) == pytest.approx(ratio, abs=0.005)


@pytest.fixture(params=["light", "dark"])
def theme(request) -> dict[str, Any]:
    chosen: dict[str, Any] = THEME[request.param]
    return chosen


def grounds(theme: dict[str, Any]) -> list[Color]:
    """Give what text lies on: the page and the sidebar, and what stands beside on each."""
    names = ("backgroundColor", "secondaryBackgroundColor")
    return [parsed(part[name]) for part in (theme, theme["sidebar"]) for name in names]


def test_text_captions_and_links_can_be_read(theme):
    text = parsed(theme["textColor"])
    for ground in grounds(theme):
        assert contrast(text, ground) > TEXT
        assert contrast(mixed(text, ground, CAPTION), ground) > TEXT
        assert contrast(parsed(theme["linkColor"]), ground) > TEXT
        assert contrast(parsed(theme["grayTextColor"]), ground) > TEXT


def test_a_button_s_white_letters_can_be_read(theme):
    assert contrast(parsed("#FFFFFF"), parsed(theme["primaryColor"])) > TEXT


@pytest.mark.parametrize("tint", [0, 0.1, 0.2], ids=["tab", "chosen", "chosen and pointed at"])
def test_what_is_chosen_can_be_read(theme, tint):
    style = (PARTS / "shared" / "readable_frame.css").read_text(encoding="utf-8")
    assert f"color-mix(in srgb, var(--digit-lab-primary) {100 * CHOSEN:.0f}%" in style
    primary, text = parsed(theme["primaryColor"]), parsed(theme["textColor"])

    for ground in grounds(theme):
        assert contrast(mixed(primary, text, CHOSEN), mixed(primary, ground, tint)) > TEXT


def test_a_program_s_text_can_be_read(theme):
    code, ground = parsed(theme["codeTextColor"]), parsed(theme["codeBackgroundColor"])

    assert contrast(code, ground) > TEXT


def test_a_chart_s_lines_stand_out(theme):
    for color in theme["chartCategoricalColors"]:
        assert contrast(parsed(color), parsed(theme["backgroundColor"])) > LARGE_OR_GRAPHIC, color


def test_the_browser_knows_each_of_the_figures_colors_in_the_theme_s_order():
    script = (PARTS / "shared" / "figure.js").read_text(encoding="utf-8")
    found = re.search(r"const PALETTE = \[(.*?)\]", script)
    assert found is not None
    palette = [TRAINING, VALIDATION, *FURTHER, GREY]

    assert re.findall(r'"(#\w{6})"', found[1]) == palette
    for look in ("light", "dark"):
        assert len(THEME[look]["chartCategoricalColors"]) == len(palette) - 1


STYLES = sorted(PARTS.rglob("*.css"))


@pytest.mark.parametrize("style", STYLES, ids=lambda file: file.stem)
def test_a_component_s_faint_text_can_be_read(style, theme):
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", style.read_text(encoding="utf-8"))
    text, ground = parsed(theme["textColor"]), parsed(theme["backgroundColor"])
    for selector, body in rules:
        for share in re.findall(r"(?<![\w-])opacity: (0\.\d+)", body):
            if "keyframes" in selector or "50%" in selector:
                continue  # a dot that pulses is no text
            ratio = contrast(mixed(text, ground, float(share)), ground)
            assert ratio > MAY_BE_FAINTER.get(selector.strip(), TEXT), selector


def test_there_are_styles_to_look_at():
    assert len(STYLES) > 12
