"""A person's labelled drawings, files of them, and runs fine-tuned on them.

csv_files       Labelled drawings as CSV: our own, pixel by pixel, and people's lists of files with
                labels
fine_tuning     A copy of a run fine-tuned on a person's handwriting: its data, and how it is queued
labelled_files  Labelled drawings read from files: pictures named by their label, lists, the lab's
                exports
lineage         What a taught run began with: its parent's weights, and the drawings that it was
                taught
npz_files       Labelled drawings as NumPy's .npz: written, and read without trusting who made the
                file
personal_set    The personal set: a person's drawings with their labels, and how well a network
                reads them

Tested under other names: csv_files by test_labelled_files.
"""
