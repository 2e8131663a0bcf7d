"""What looks after a lab's home: a backup of it, and a lab made out of a backup.

backup         One zip of a lab, also of one at work: its record and its runs' files as of one
               moment
backup_format  What a backup is: one zip with a note of what it is, the database, and the runs'
               files
places         A lab whose database and files are both on this machine, as a backup needs it
restore        A backup unpacked into an empty home: all of it, or nothing

Tested under other names: backup_format by test_restore; places by test_backup.
"""
