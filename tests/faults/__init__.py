"""Things that die while people work: Redis, the web process, the database; nothing acknowledged is lost."""
