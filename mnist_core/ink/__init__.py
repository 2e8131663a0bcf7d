"""A drawing or a picture made into the 28x28 image that MNIST's makers would have made.

affine         The small change that augmentation makes of a digit, in NumPy: its ranges, and where
               pixels go
augmented      Eight digits as augmentation of a certain strength makes them, to be seen before
               training
binarise       Which pixels of a picture are ink: paper's level, dark or light ink, specks left out
canvas_json    What is on the lab's canvas: strokes, and a digit of MNIST's that was put there to be
               changed
canvas_png     What is on the lab's canvas as a PNG picture: white ink on black, as it looks there
drawing_files  A file with a drawing, strokes or a picture, as people upload it or name it to
               ``read``
fabric_json    The canvas's drawing, Fabric objects as in ``json_data``, as lines of points
form_strokes   Forms of digits as templates: the lines of one, with chance in every number
forms          Digits of forms that MNIST hardly has, drawn from templates of strokes with chance
               in them
limits         What a drawing's JSON may contain: its limits, and its numbers checked one by one
pen_width      Inked pixels brought to MNIST's pen, size and place without knowing the strokes
picture_files  A picture's file decoded to gray: its format, how large it may be, upright, laid on
               paper
preprocess     A drawing made into the 28x28 image that MNIST's makers would have made of it
quickdraw      Strokes as Google's "Quick, Draw!" data has them: of each all x, all y, and possibly
               all times
rasterise      Strokes drawn anew with one pen into the 28x28 frame that MNIST's makers used
skeleton       Ink thinned to lines one pixel wide, by Zhang and Suen's method (1984)
strokes        A drawing as the pen went: its strokes, and how a JSON document of them is read

Tested under other names: fabric_json and limits by test_strokes; form_strokes   by test_forms;
pen_width and skeleton by test_binarise.
"""
