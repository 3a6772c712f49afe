"""Money received: one row for each amount taken, who took it, when and by which means."""
