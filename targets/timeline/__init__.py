"""When the work is done, and who meets about it when (T5, T6)."""
