"""The lab without its pages: settings, data, networks, training, storage, ink and figures.

Tested under other names: version by test_model; config_input by test_config.
"""
