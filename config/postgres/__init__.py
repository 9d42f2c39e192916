"""Django's PostgreSQL, with a client that does not wait for ever (`base.py`, where Django looks for it)."""
