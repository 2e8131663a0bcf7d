"""Parts of the Help page alone.

answers    What to do when something does not work, a question at a time
keys       The keys that do something, and where
page_list  The pages of the menu, each with a link and what it is for
places     What this lab keeps where, and the versions of what it is made of

Tested by test_help_page.
"""
