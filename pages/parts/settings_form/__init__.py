"""The sidebar's hyperparameters: widgets, presets and the link.

asked_run  The run that the form is to train: asked for by a button, and begun whichever page comes
           next
fields     Widgets for one setting each: title, help, limits and options are those of its field
form       The sidebar's settings: widgets in, RunConfig out
marks      What a click elsewhere has changed in the form: said at its top, and marked at each field
previews   Digits that a setting makes, to be seen beside it before training
state      The settings form's memory: presets shown in the widgets, and the form in the URL

Tested by test_train_page, test_sweep_page and test_setting_descriptions.
"""
