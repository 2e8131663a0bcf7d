"""The process beside the web server: it hands runs, trials and jobs to Dask workers.

__main__             Where the engine's process begins: ``python -m mnist_core.engine``
fork_server          A process that has imported what workers need, and from which each of them is
                     forked
job_kinds            What a worker makes for each kind of job
job_task             What makes measurements in a worker process: claim one, make it, keep it;
                     without Keras
lab_services         What the server does beside the pages: the engine's supervisor, what is pushed,
                     files of runs
measure_parallelism  A measurement of how many trainings at once the machine rewards, made by the
                     workers
networks_ahead       Networks made ready before anybody asks: of the forms on screen, the default
                     and the presets
own_cluster          Worker processes of our own on this machine, each with a role that tasks ask
                     for
parallelism          How many trainings at once a machine rewards: measured, with the sweep's own
                     kind of network
process_tuning       Processor and memory of a process: threads, priority, and keeping the memory
                     that it frees
run_dispatcher       The engine's part in runs and measurements: submit each when a worker is free
                     for it
run_reporter         How a training reports to the store: in a thread of its own, so that it never
                     waits
run_task             What runs inside a worker process: claim a run, train it, and leave its record
                     in order
serve                The engine: a process that submits waiting runs to Dask workers, its own or a
                     cluster's
spare_worker         A worker kept ready beside the one that trains, so that the death of that one
                     costs seconds
supervisor           Keeps the engine process alive beside the web process, and ends it with that
throughput_probe     A training whose speed is measured, which a worker runs with Keras
trial_dispatcher     The engine's part in sweeps: keep as many trials going as the machine rewards,
                     and no more
trial_task           What runs inside a worker for a sweep: ask Optuna, train an ordinary run,
                     report how it went
worker_imports       What workers import, imported once in the fork server, at their low priority
workers              The Dask workers that the engine submits its tasks to: its own processes, or a
                     cluster's

Tested under other names: fork_server, own_cluster and serve by test_engine; job_task by
test_jobs; lab_services by test_every_page.
"""
