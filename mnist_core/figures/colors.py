"""The colours that all figures share; a page shows its theme's in their place.

They are Okabe and Ito's palette, which colour-blind readers can distinguish, and greys that do not
stand out on white or near-black.
"""

TRAINING, VALIDATION = "#0072B2", "#E69F00"
FURTHER = ("#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#F0E442")
ACCENT = TRAINING
GREY, MUTED, FAINT = "#98A4AE", "rgba(129,142,153,0.55)", "rgba(129,142,153,0.16)"
