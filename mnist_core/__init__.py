"""The lab without its pages: settings, data, networks, training, storage, ink and figures."""
