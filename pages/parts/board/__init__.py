"""Parts of the Board page alone.

chance_note      How the board tells a difference from chance, in words
race             The race to 98 %: who was there first, and who with the fewest parameters
standings_table  All that are ranked, with the settings, the band and the seeds of each

Tested by test_board_page.
"""
