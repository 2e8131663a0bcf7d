"""Keeps the room's keys out of the log of addresses that a server may write."""

import logging

from mnist_core.environment import without_password

ADDRESSES = "uvicorn.access"  # the log of ``uvicorn app:app``; ``streamlit run`` writes none


class KeyFilter(logging.Filter):
    """Puts *** for the key in what is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change a record, and let it pass."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                without_password(each) if isinstance(each, str) else each for each in record.args
            )
        return True


KEY_FILTER = KeyFilter()


def keep_keys_out() -> None:
    """Write no key into the log from now on."""
    logging.getLogger(ADDRESSES).addFilter(KEY_FILTER)
