"""Parts of the Share page alone.

keys             What the teacher alone may: see the teacher's link, make new keys, choose the
                 address
log_out          Who has logged in, and the way out
on_this_machine  How to open a lab that only its own machine reaches
way_in           The room's address, key and code, to be read and scanned from the back of a room

Tested by test_share_page.
"""
