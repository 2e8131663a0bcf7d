"""Runs side by side: what differs, seeds together, whether a gap may be chance.

chance           Whether the gap between two test errors may be chance: one rule for Compare and
                 Lessons
contenders       Runs set against each other: curves over several seeds, final numbers and their
                 differences
differences      Settings in which contenders differ, in words and as values to plot an error
                 against
read_contenders  Contenders out of the store: the ticked runs with their histories, read in three
                 statements
repeats          The same experiment with other seeds, to separate a difference from chance
room_board       A room's board: its seed groups ranked by test error, and the race to a validation
                 accuracy
run_list         All runs, a page at a time: each row sums up a run, or a seed group, in mean and
                 deviation
seeds            Seeds counted: two runs of the same settings and the same seed are the same
                 training twice
setting_changes  What one set of settings has otherwise than another, field by field and in words
standings        A room's seed groups ranked by their test errors, as far as seeds alone do not
                 explain the gaps
verdict          Which contender is best, what sets it apart from the next, and whether that may be
                 chance

Tested under other names: differences by test_contenders.
"""
