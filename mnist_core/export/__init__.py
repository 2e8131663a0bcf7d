"""A run as files: script, notebook, Keras, ONNX and LiteRT, one web page, CSV.

csv_tables      Runs, the epochs of one, and the trials of a sweep, as tables for a spreadsheet
export_run      A run as files for other programs and other machines
file_names      A run's name made safe for a source text and for the name of a file
formats         The formats that a run can be exported to: one line for each ending, and what it
                needs
keras_files     The files that only Keras can write, made in this process or in one that ends with
                them
keras_script    The stand-alone Keras script of exactly one run: plain ``fit``, the same numbers
keras_text      Text as Keras prints it: the summary table, the epoch lines and the slides' error
                line
notebook        The script of a run as a Jupyter notebook: each step explained, then its code
reading_script  The script with which a browser reads a drawing as the lab does: strokes, image,
                network
script_steps    The steps of a run's script, as Keras' own guides name them: load, define, fit
web_page        A run's network as one web page, which reads drawn digits offline exactly as the lab
                does

Tested under other names: csv_tables, file_names, formats, keras_files and notebook by
test_export_run; reading_script by test_web_page.
"""
