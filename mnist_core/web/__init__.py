"""What the server answers beside Streamlit.

activity           What trains anywhere in the lab, in one line, and what last ended
comparison_charts  The charts that set the ticked runs against each other, following those that
                   train
diagnosis          What moves of a diagnosis while its run trains: two errors, and the reasons of
                   hints
feeds              What a page can watch: each feed by its name, and how its state is made from the
                   store
lesson_feeds       What moves of a lesson while its runs train: a slide's numbers, and an
                   experiment's charts
lesson_numbers     A lesson's four numbers: the slide's error beside the measured one, large for the
                   back of a room
listed_rows        The rows of the list of runs: what stands in each column, as text, following what
                   trains
live_hub           One look at the store for all who watch: what changed is made once and sent to
                   every tab
live_socket        The WebSocket of a tab: it says what it watches, and is sent what is new
marks              Where runs, board, projector and measurements stand, for pages drawn again when
                   that changes
messages           What the lab and a browser's tab tell each other over their WebSocket, as JSON
network_weights    A run's newest weights as an answer to a browser, which reads with them what a
                   pen draws
newest_runs        A room's newest runs as rows, and which run is watched where nobody has chosen
                   one
program_files      The programs of a page, Streamlit's and Plotly's, sent with as little work as
                   possible
progress_texts     Where a run stands, in one line: what it waits for, how far it is, or how it
                   ended
run_curves         A run's two curves, loss and accuracy by epoch, with what the epoch under way has
                   reached
run_files          A run's file as an answer to a browser, made at each request and not stored
run_numbers        A run's progress and its four main numbers, readable from the back of a room
run_texts          How a run's facts are put into words, the same on every page and in what is
                   pushed to them
secure_address     Whether browsers trust a page's address enough for the camera: https, or their
                   own machine
sweep_charts       The charts of a sweep, by the tab in which they stand
sweep_feeds        What moves of a sweep while it runs: its numbers, the charts of a tab, the rows
                   of its table
sweep_numbers      A sweep's progress and its four main numbers, readable from the back of a room
sweep_texts        How a sweep's facts are put into words, the same on its page and in what is
                   pushed to it
time_left          How long what trains still takes, and when what waits for a worker begins
trial_cache        A sweep's trials and what is drawn of them, read and made once for each change in
                   the store
trial_rows         A sweep's trials as rows of a table, a page at a time, following what trains

Tested under other names: comparison_charts, diagnosis, lesson_feeds, listed_rows, marks, messages,
newest_runs, run_curves, sweep_feeds and trial_rows by test_feeds; lesson_numbers by
test_lessons_page; progress_texts and run_texts by test_train_page; sweep_charts, sweep_numbers,
sweep_texts and trial_cache by test_sweep_page.
"""
