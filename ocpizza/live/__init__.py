"""The live layer: every open screen shows what the database says, or says that it does not."""
