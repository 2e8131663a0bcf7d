"""How far augmentation goes at strength 1, for the training and for its script alike.

Half of it, strength 0.5, is what reading other people's hands gained most from.
"""

import math

ROTATION = math.radians(24)
SHEAR, ZOOM, ASPECT = 0.5, 0.2, 0.2
SHIFT_PIXELS = 4.0
