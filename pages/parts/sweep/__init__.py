"""Parts of the Sweep page alone.

charts          The charts of a sweep, those of the open tab alone; a clicked trial is picked in the
                table
defaults        What each setting is varied over until it is changed, and a small sweep to begin
                with
form            A new sweep: what varies, how it is searched, and how long that will take
header          The first line of a sweep: which one this is, and what can be done with it
link            The Sweep page's URL: a sweep by its id, or a new one as its form describes it
live            The part of the Sweep page that moves: progress and four numbers
menu            The menus of a sweep's buttons: more trials or time, its name, and its end
next_steps      What to do with a sweep's result: train the best again, or search closer around it
picked_trials   Which trials are picked in this tab, and how their table is sorted
search_options  How a sweep searches: what it tries next, which trials it prunes, when it ends, what
                counts
state           What the Sweep page keeps in this tab: the chosen sweep, and a plan to fill in
texts           How the Sweep page puts a sweep's facts into words
trials_table    The trials of a sweep as a table, best first, and the pages that show the picked
                ones in full
varied_rows     What varies: a row of the form for each varied setting, and the dimensions they
                describe
varied_values   Over what one setting varies: words, a list of numbers or networks, or a range

Tested by test_sweep_page and test_many.
"""
