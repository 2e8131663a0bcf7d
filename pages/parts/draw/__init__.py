"""Parts of the Draw page alone: canvas, answers, numbers, handwriting.

answers              What the networks make of a drawing: what they see, their answers, and what
                     fires inside
canvas               The choice of a digit or a number; and the digit's canvas, with large Clear and
                     Undo buttons
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
number_canvas        A number on the Draw page: its canvas, how it is split, and what the main
                     network reads
page_width           How wide the page is: Python cannot see it, so the browser reports it, in steps
                     that matter
readers              Who reads: the runs chosen in the sidebar, with what they have learned by now
tabs                 What is below a drawing: the layers that it went through, or the drawings kept
                     before

Tested by test_draw_page, test_number_page and test_handwriting.
"""
