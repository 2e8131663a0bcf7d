"""The record of runs: database, files, leases, background jobs.

artifacts         Files of a run (snapshots, checkpoint) in a folder or at any fsspec URL, replaced
                  whole
best_epoch        The epoch that a run keeps, where that is not simply its last one
board_queries     The room's board in the database: which runs count, the best seed groups, and who
                  reached what
damaged_rows      Damaged rows: lists go on without them, and it is known which ones they left out
damaged_schema    The tables of a damaged database, as far as a wrong letter in their names lets
                  SQLite find them
database          The lab's database: opening it, its transactions, and sentences for what can go
                  wrong
drafts            Settings in the forms on screen, before anything trains them: written by pages,
                  for the engine
drawing_rows      A person's drawings in the database: added, relabelled, read, counted, deleted,
                  put back
histories         Histories of several runs at once, in one statement
holders           Who holds a lease: a process of a machine; others on that machine can see that
                  it has died
job_leases        What a worker writes into the job whose lease it holds
jobs              Measurements of what a run has learned, and files that take Keras: a page asks, a
                  worker makes them, the run keeps them
json_column       Values that the database keeps as JSON, written and read in one place
known_values      What values in a row may be beyond their columns' kinds: each refuses what no lab
                  has written
leases            The lease under which a worker writes a row: one holder at a time, for a
                  limited time
names             Ids that sort by time, names that are easy to say, and what a name may be
new_row           A new run's row: what its settings say of it, before anyone has it
owner_limits      What a member of a room may still begin, before it is written down
person_names      What the persons of a room are called, so that others see whose runs are whose
record_facts      What the rows say that somebody looks over: who holds them, and what files they
                  count on
record_repair     What is changed in the record to mend it; nothing else writes a row without its
                  lease
records           What the store returns: a run, its epochs and its progress, as plain frozen
                  values
reserve           Room that is kept beside the database, so that a run can be deleted on a full disk
row_mapping       Rows of the database turned into the records that others see, and back
run_files         The names of a run's files: what it has learned, goes on from, and began with
run_leases        What a worker writes into the run whose lease it holds
run_list_queries  The list of all runs: searched, sorted, put together over seeds and paged by the
                  database
run_origins       Which runs a list shows by where they are from, as conditions for the database
run_queries       Which runs a question is about, as statements for the database
run_reader        What the record of runs says: one of them, those that a page or a worker wants,
                  their number
run_requests      What a user may request of a run, and what that makes of its row; a worker does
                  the rest
run_search        What a search finds runs by, as conditions for the database: words, settings,
                  tags, owners
run_store         The record of all runs, as pages and the command line change it
salvage           What can still be read of a damaged database, copied into a new one
schema            The database's schema through the versions of the lab: made anew, or brought up to
                  date
seed_group_key    What makes runs a seed group: their trainings differ in the seed alone
seed_groups       Seed groups: runs whose trainings differ in the seed alone, so that their spread
                  is chance
sent_drawings     Drawings that their writers have sent to the projector: the newest of them, for
                  all to see
service_status    What the lab's processes report of themselves, so that a page can explain why
                  nothing happens
snapshots         Networks out of a run's snapshots, to read digits with
sqlite_file       The database as a file of SQLite's: copied while others write, looked over, held
                  still
starter           The starter: a trained network that comes with the lab, so that Draw reads before
                  any run has
tables            The database's tables: runs, epochs, jobs, drawings, persons, drafts, sweeps,
                  trials and services
tags              Tags of the reader's own on runs: what a tag may be, and which are in use
text_column       Texts as every database takes them: those that are kept, and those that are
                  looked for
turns             Whose turn it is: what waits in an order by turns of its owners, and not by
                  arrival alone
whole_record      The record as a whole: what a lab that was moved must forget, and what its rows
                  may have
wrong_values      Values that no lab writes into a column: SQLite keeps whatever it is given

Tested under other names: new_row and run_reader by test_run_store; person_names by test_owners;
record_facts by test_check; damaged_schema, record_repair and salvage by test_repair; row_mapping by
test_json_column; known_values by test_damaged_rows; run_origins and run_search by
test_run_list_queries; sqlite_file by test_backup;
whole_record by test_restore; wrong_values by test_repair.
"""
