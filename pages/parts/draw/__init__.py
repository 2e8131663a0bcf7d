"""Parts of the Draw page alone: canvas, answers, numbers, handwriting.

answers              What the networks make of a drawing: their answers, and what fires inside
canvas               The choice of a digit or a number; and the digit's canvas, or a picture in its
                     place
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
number_canvas        A number on the Draw page: its canvas, or a picture in its place, and the
                     cards around it
number_cards         What is read of a number: in type, split into digits, and each digit as the
                     network sees it
page_width           How wide the page is: Python cannot see it, so the browser reports it, in steps
                     that matter
reader_line          Who reads and how well, in one line: a phone hides the sidebar in which it was
                     chosen
readers              Who reads: the runs chosen in the sidebar, with what they have learned by now
send_row             The button with which a member of a room shows all others a drawing, on the
                     projector
source               Where what is read comes from: the canvas, or a picture of the camera's or in a
                     file instead
tabs                 What is below a drawing: the layers that it went through, or the drawings kept
                     before
uploaded             A picture that is read instead, taken or in a file: it stands in the canvas's
                     place, framed

Tested by test_draw_page, test_camera, test_number_page and test_handwriting.
"""
