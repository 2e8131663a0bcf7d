"""The lab's engine room: settings, data, networks, training, storage, ink and figures."""
