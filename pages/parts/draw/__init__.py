"""Parts of the Draw page alone: canvas, answers, numbers, handwriting.

answers              What the networks make of a drawing: their answers, and what fires inside
board                The board of this tab's digit: the canvas that is shown, and what it began with
canvas               The choice of a digit or a number; and the digit's canvas, or the picture in a
                     file instead
canvas_width         The canvas made as wide as its card, where the page is narrow
fine_tuning_card     Learn my handwriting: what it does, the button, its progress, and what it has
                     changed
handwriting_files    The personal set as files: downloaded as CSV or NPZ, added from files of any
                     kind
handwriting_gallery  The drawings of the personal set on the page: shown, ticked, deleted,
                     downloaded
handwriting_scores   How well runs read the personal set: the main reader's answers, and a table of
                     several runs
keep_row             The row in which a person answers what a drawing is, so that it is kept in the
                     personal set
last_change          The last change of the personal set in this tab, and the button that undoes it,
                     in its place
live_answer          The answer and the probabilities, which follow the pen: the browser reads with
                     the same network
number_canvas        A number on the Draw page: its canvas, how it is split, and what the main
                     network reads
page_width           How wide the page is: Python cannot see it, so the browser reports it, in steps
                     that matter
reader_line          Who reads and how well, in one line: a phone hides the sidebar in which it was
                     chosen
readers              Who reads: the runs chosen in the sidebar, with what they have learned by now
tabs                 What is below a drawing: the layers that it went through, or the drawings kept
                     before
uploaded             A file that is read instead: the field for it, and its picture in the canvas's
                     place

Tested by test_draw_page, test_number_page and test_handwriting.
"""
