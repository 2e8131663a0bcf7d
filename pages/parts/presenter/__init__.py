"""Parts of the Presenter page alone.

drawing_view  What the person at the projector draws, large, and what the network reads
newest_view   The room's newest runs in large type, following them
readers       What reads on the projector
room_corner   The room's code in a corner, where the lab is open to one
run_view      The run that is shown, by a link or as the newest, and its numbers and curves in
              large type
sent_view     The drawing that somebody in the room has sent last, and what the network reads in it
stage         The page as a projector needs it: no menu, type that grows with the window, keys
views         Which of the page's views is shown: by a link, a click, or a presenter's clicker

Tested by test_presenter_page.
"""
