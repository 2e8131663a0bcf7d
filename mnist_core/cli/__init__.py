"""The command line, ``python -m mnist_core``.

care_commands   ``python -m mnist_core backup``, ``restore`` and ``check``: what looks after a lab's
                home
chosen_run      The run that a command is about, where several may have the name that was given
commands        What ``python -m mnist_core`` can do; people get text, scripts get one JSON document
config_file     Settings read from a JSON file: a run's alone, or what ``show --json`` printed of it
config_options  One command-line option for each field of RunConfig, made from the field itself
follow_sweep    A sweep followed in the terminal until it has ended; Ctrl-C stops it and keeps what
                it found
json_documents  The JSON that the command line prints: its fields are a contract with scripts
live_table      How a sweep stands, as a picture that a terminal redraws while it runs
make_starter    Make the starter's files anew: ``python -m mnist_core.cli.make_starter``, a few
                minutes
printed_output  Standard output that may be closed or full: the command does its work all the same
read_files      Drawings answered by a run's network: what the Draw page and ``read`` show
sweep_command   ``python -m mnist_core sweep``: its options, read into a plan, and its output
sweep_engine    The engine for a sweep of the command line: one that already serves, or one of its
                own
sweep_lines     A sweep as lines of text, for terminals: one for each trial that ends, and the
                result
terminal        What a terminal can show: texts in one line each, in columns that hold
train_here      A training in the terminal's own process: epoch lines as they come, Ctrl-C as Stop

Tested under other names: config_options, json_documents and read_files by test_commands;
follow_sweep, live_table, sweep_engine and sweep_lines by test_sweep_command.
"""
