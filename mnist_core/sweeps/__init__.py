"""Hyperparameter search: space, plan, trials in the database, Optuna, cost and time estimates.

best_trials         Which trials are the best: the least error, or the Pareto front of two goals
cost_model          How fast networks train here: seconds of an epoch by its work, fitted to runs
                    that trained
damaged_sweeps      Sweeps and trials that cannot be read: what a look over the record finds of them
effective_settings  Which settings of a run decide its numbers: what does nothing beside the others
                    is left out
housekeeping        What the engine and its workers write into a sweep: its end, its parallelism,
                    its importances
idle_dimensions     What a sweep would vary in vain: a setting that does nothing, whatever the
                    others are
optuna_choices      How Optuna chooses the values of a sweep's trials, ends those that go badly, and
                    is told
optuna_studies      Optuna's side of a sweep: one study in the lab's own database, asked and told by
                    workers
pareto_front        The Pareto front: what nothing else beats in two goals at once
plan                A sweep's plan: what varies over what, how trials are chosen, and when to end
records             What the store returns of a sweep and its trials, as plain frozen values
refine              A smaller space around the best of a sweep, for a second, finer one
retrain_best        The best of a sweep once more, as ordinary runs: longer, and with other seeds
row_mapping         Sweeps and trials as the database keeps them, read out of their rows
search_space        What a sweep varies: single settings, over a list of values or over a range
search_space_text   What a sweep varies, as a command line writes it:
                    ``learning_rate=1e-4..1e-1:log``
sweep_limits        What a member of a room may sweep: how many trials at a time, and how large a
                    network
sweep_requests      What a user requests of a sweep: to pause, to resume, to stop, to extend it
sweep_store         The record of sweeps: written down by pages and the command line, read by all
time_estimate       How long a sweep will take: from what runs took here, then from its own trials
trial_counts        How many trials of a sweep have begun, train and wait, and whether any is left
                    to begin
trial_leases        The worker's side of a sweep: a lease gives one worker at a time the right to
                    train a trial
unreported_trials   Trials that ended for good without a report: they are reported to Optuna as
                    failed
variable_settings   The settings that a sweep may vary, within which limits, and how their values
                    are written

Tested under other names: row_mapping by test_sweep_store; sweep_limits by
test_owner_limits; trial_counts by test_trial_leases.
"""
