"""A screen of one line, so that the transport is measured and not the painting; and the addresses that change it."""
