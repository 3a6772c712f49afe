"""Two at once, on a real PostgreSQL: each race is shown without what prevents it, then with it."""
