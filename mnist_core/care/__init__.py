"""What looks after a lab's home: backups, what is wrong with it, and mending that.

backup         One zip of a lab, also of one at work: its record and its runs' files as of one
               moment
backup_format  What a backup is: one zip with a note of what it is, the database, and the runs'
               files
check          A lab's home looked over: what in it is damaged, missing, stuck or left over
file_looks     What is wrong with a lab's files: those that are gone, damaged, nobody's, or left
               over
findings       What can be found wrong with a lab, each thing with the sentence that says it
lost_weights   The weights of an ended run out of its other files, where their own is gone
mend_database  A damaged database replaced by a new one with all that can still be read of it
places         A lab whose database and files are both on this machine, as a backup needs it
quarantine     A folder in the lab's home for what a repair takes away and a user may still want
record_looks   What is wrong with the record itself: damage, rows that say nothing, leases that
               nobody holds
repair         What ``check`` has found, mended; what a user may still want goes into the
               quarantine
restore        A backup unpacked into an empty home: all of it, or nothing
stages         Folders in which a backup or a restoration is put together, named after their
               processes

Tested under other names: backup_format and stages by test_restore; places by test_backup;
file_looks and record_looks by test_check; lost_weights, mend_database and quarantine by
test_repair.
"""
