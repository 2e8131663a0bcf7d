"""The lab's engine room: settings, data, networks, training, storage, ink and figures.

Tested under other names: version by test_model.
"""
