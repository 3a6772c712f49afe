"""What each store has left: levels that only conditional updates move, a ledger of movements, and what can be made."""
