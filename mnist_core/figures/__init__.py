"""Plotly figures, each a function of plain data and named as what it draws.

calibration                 Figures of how sure a network is, and whether it is right to be
colors                      The colours that all figures share; a page shows its theme's in their
                            place
comparison_curves           Contenders by epoch: one line each, with the range over its seeds behind
                            it
comparison_style            What the charts of a comparison share: a contender's look, the frame,
                            the slides' errors
comparison_table            The table of numbers of a chart that shows contenders' final errors
confusion                   Figures of what a network gets wrong: the confusion matrix, and each
                            digit's scores
digit                       What a network makes of one digit: what it sees and answers, how sure,
                            which neurons fire
digit_gallery               Digits in rows, each with a caption and clickable; and the tiles that
                            other pictures share
dimension_scale             Where the values of a varied setting stand along an axis that its
                            dimension alone decides
drawn                       What was drawn, strokes or a picture, as it is, with frames around the
                            digits found in it
eight_digits                Eight digits in two rows that fit a sidebar
embedding                   The map of test digits: each a point, close to the digits that the
                            network finds similar
epoch_marks                 What happened to a run along its epochs, marked in its charts: which is
                            kept, new rates
error_scatter               The error of contenders against one setting, or against what it cost
explain                     Pictures that explain an answer: what supports it, and what would change
                            it
final_errors                The errors that contenders end with, best on top
handwriting_gallery         The gallery of a person's drawings: what each is, which are misread,
                            which are ticked
kernel_smoothing            An even field of errors out of the errors at scattered points
layer_health                Figures of a network's health: first weights, norms by epoch, firing and
                            dead neurons
learning_curves             Learning curves: a metric by epoch, training against validation
lesson_deck                 The deck so far: each lesson's error beside the slide's
lesson_experiment           An experiment's figures: the error by the setting, and the time of an
                            epoch
network_diagram             A picture of a network: a column of neurons for each layer, joined to
                            the next
number                      Pictures of a number that was read: boxes around its digits, the number,
                            and each digit
parallel_coordinates        Parallel coordinates: each contender a line through its settings to its
                            error
robustness                  Figures of what distortions do to a network's accuracy
setting_scale               Where the values of a setting stand along an axis, and which of them are
                            written beside it
standings                   The room's seed groups by test error with the bands of their seeds, for
                            the back of a room
style                       What all figures share: the series colours and the bare frame they are
                            drawn in
sweep_importance            Which of a sweep's settings matter most
sweep_overview              The figures of a whole sweep: how its best improved, and what a good
                            error costs
sweep_parallel_coordinates  Parallel coordinates of a sweep: each trial a line through its settings
                            to its error
sweep_slices                The error of a sweep's trials over one of its settings, and over two
sweep_style                 What the figures of a sweep share: the frame, the errors that are shown,
                            a trial's hover text
table                       The table of a chart whose numbers are not the places that it draws at

Tested under other names: comparison_style, comparison_table, error_scatter and final_errors by
test_comparison_curves; dimension_scale, kernel_smoothing, sweep_importance,
sweep_parallel_coordinates, sweep_slices and sweep_style by test_sweep_overview; lesson_experiment
by test_lesson_deck; number by test_read_number; setting_scale by test_contenders.
"""
