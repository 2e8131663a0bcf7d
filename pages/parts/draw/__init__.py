"""Parts of the Draw page alone: canvas, answers, numbers, handwriting.

answers              What the networks make of a drawing: what they see, their answers, and what
                     fires inside
canvas               The canvas with Clear and Undo that a finger finds, and the reading of what is
                     on it
digit_keys           The keys 0 to 9 as buttons, without the letters that a button's own shortcut
                     prints on it
digit_or_number      The first line of the Draw page: its heading, and whether a digit or a number
                     is written
fine_tuning_card     Learn my handwriting: what it does, the button, its progress, and what it has
                     changed
handwriting_files    The personal set as files: taken home as CSV or NPZ, and brought in from files
                     of any kind
handwriting_gallery  The drawings of the personal set on the page: shown, ticked, deleted, taken
                     home
handwriting_scores   How well runs read the personal set: the main reader's answers, and a table of
                     several runs
handwriting_tab      My handwriting: the drawings of the personal set, who reads them how well, and
                     the lesson
keep_row             The row in which a person says what a drawing is, whereupon it is kept in the
                     personal set
newest_readers       What those who read have learned by now, while some of them still train
number_canvas        A number on the Draw page: its canvas, how it is split, and what the main
                     network reads
page_width           How wide the page is: Python cannot see it, so the browser tells, in steps that
                     matter
readers              Who reads: the runs chosen in the sidebar, with their networks
tabs                 What is below a drawing: the layers that it went through, or the drawings kept
                     before
"""
