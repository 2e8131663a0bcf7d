"""Parts of the Train page alone.

header           The first line of the Train page: which run this is, and what can be done with it
live             The part of the Train page that moves: progress, four numbers, two curves and the
                 log
menu             The menus of the first line's small buttons: other runs, and the learning rate
new_network      The Train page without a run: the network that the settings make, and the way to
                 other runs
planned_run      What the settings would train, and what they have otherwise than the run that is
                 shown
tabs             Below the curves: the run's network and its script
take_home_tab    A run as files to keep: a line for each kind; those that take Keras are made by a
                 worker
watched_run      The Train page with a run: how it goes, and below that its network, log, script and
                 files

Tested by test_train_page and test_take_home.
"""
