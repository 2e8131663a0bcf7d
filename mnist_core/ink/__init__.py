"""A drawing or a picture made into the 28x28 image that MNIST's makers would have made.

affine         The small change that augmentation makes of a digit, in NumPy: its ranges, and where
               pixels go
augmented      Eight digits as normalization and augmentation make them, to be seen before training
binarise       Which pixels of a picture are ink: on clean paper by one level, else as in a
               photograph
boxes          Boxes in a picture, rows and columns: around what is true, and the paper around them
canvas_json    What is on the lab's canvas: strokes, and a digit of MNIST's that was put there to be
               changed
canvas_png     What is on the lab's canvas as a PNG picture: white ink on black, as it looks there
clean_paper    Ink on clean paper in even light: whatever differs from the picture's frame
darkness       How much darker than the paper behind it each place is, without noise and printed
               rules
drawing_files  A file with a drawing, strokes or a picture, as people upload it or name it to
               ``read``
elastic        How elastic distortion bends a digit: a few knots, each of which pulls what is
               around it
fabric_json    The canvas's drawing, Fabric objects as in ``json_data``, as lines of points
faint_ends     Strokes followed on into glare, where they are fainter, and how thick they are
form_strokes   Forms of digits as templates: the lines of one, with chance in every number
forms          Digits of forms that MNIST hardly has, drawn from templates of strokes with chance
               in them
hue            A coloured picture as gray in which its ink stands out: mostly its lightness, else
               its hue
likeliest      The likeliest digit of a picture: ways to see it, weighed against each other by one
               score
limits         What a drawing's JSON may contain: its limits, and its numbers checked one by one
noise          The noise of a photograph, here and there, as Immerkær measures it (1996)
outline        Whether a piece ends where the light changes, as ink does, or its darkness goes
               on beyond
paper          The light of the paper behind dark ink, and whether the ink is dark or light
parts          Which pieces of ink belong to a digit's main one: near it, and where large, of its
               pen
pen_width      Inked pixels brought to MNIST's pen, size and place without knowing the strokes
photograph     Ink in a photograph with bad light, printed rules, a desk or noise: looked at ever
               nearer
picture_files  A picture's file decoded to gray: its format, how large it may be, upright, laid on
               paper
pieces         Which pieces of ink are a digit: long for their thickness, dark, clear of the border
preprocess     A drawing made into the 28x28 image that MNIST's makers would have made of it
quickdraw      Strokes as Google's "Quick, Draw!" data has them: of each all x, all y, and possibly
               all times
rasterise      Strokes drawn anew with one pen into the 28x28 frame that MNIST's makers used
rules          Lines printed on paper, nearly level or upright: found by their length, wiped from
               the ink
sheet          A sheet of paper that lies on something darker: the part of a photograph to look at
skeleton       Ink thinned to lines one pixel wide, by Zhang and Suen's method (1984)
soft_light     Light that changes softly, as at the edge of a shadow, told from ink, whose
               edges are steep
strokes        A drawing as the pen went: its strokes, and how a JSON document of them is read
thresholds     Where ink begins and where it is full, by the values that a picture has

Tested under other names: fabric_json and limits by test_strokes; form_strokes by test_forms;
clean_paper, pen_width, skeleton and thresholds by test_binarise; boxes, darkness, faint_ends,
likeliest, paper, parts and pieces by test_photograph.
"""
