"""Several digits side by side, cut apart and read.

canvas_size       The canvas that a number is written on: its sizes, and a drawing brought to
                  another one
costs             The costs of taking pieces of ink for one digit, and of separating them there
digit_likeness    How much an image looks like a digit at all: a network is sure of images of none,
                  too
layout            Where the pieces of a number lie: how the writing leans, how high it is, what is
                  beside what
lines             Whether digits are written in several lines, one below the other
low_marks         Commas and full stops: small pieces at the foot of the line, with no other above
                  them
mark_likeness     How much more an image looks like a mark or a letter than like a digit
mark_ways         Ways to write digits, and marks and letters that are none
marks             Which things in a line are marks or letters rather than digits, by their look and
                  their place
oversegmentation  Pieces made ready to be put together: specks left out, and cut what may be several
                  digits
pieces            Ink in pieces, from which a number's digits are put together: strokes, or blots of
                  a picture
read_number       A number read digit by digit, with marks where it cannot be separated or read for
                  sure
seams             Where ink that may be several digits can be cut: along seams that cross little of
                  it
segmentation      Which pieces of ink are one digit: all groups of neighbours compete, and the best
                  row wins
uncertainty       What is not sure about a number that was read, and what its writer can do about
                  that
way_images        Many images of one way to write something, each by another hand, drawn at once

Tested under other names: canvas_size, layout, pieces and seams by test_oversegmentation; costs,
digit_likeness, segmentation and uncertainty by test_read_number; low_marks, mark_likeness and
way_images by test_marks.
"""
