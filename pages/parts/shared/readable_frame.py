"""What Streamlit's own frame lacks for who uses a keyboard, a screen reader or weak eyes."""

from pathlib import Path

from parts.shared.component import component

SCRIPT, *JOINED = (
    Path(__file__).with_name(f"{name}.js")
    for name in ("readable_frame", "key_pen", "pen_events", "kept_focus")
)
HTML = (
    "<div class='digit-lab-pen' aria-hidden='true' hidden><i></i></div>"
    "<p class='digit-lab-pen-said' role='status'></p>"
)


def readable_frame() -> None:
    """Mend the frame around every page, and bring the keys to its canvas; it takes no room.

    No theme can: Streamlit 1.67 writes what is chosen in the colour that buttons carry white on.
    """
    # The style rules are for the page's own elements, so they must not stand in a shadow root.
    frame = component(SCRIPT, HTML, isolate_styles=False, joined=tuple(JOINED))
    frame(key="readable_frame", width=1, height=1)
