"""Parts of the Train page alone.

header         The first line of the Train page: which run this is, and what can be done with it
live           The part of the Train page that moves: progress, four numbers and two curves
menu           The menus of the first line's small buttons: other runs, and the learning rate
tabs           Below the curves: the network being set up, the run's log, and its script
take_home_tab  A run as files to keep: a line for each kind; those that take Keras are made by a
               worker

Tested by test_train_page and test_take_home.
"""
