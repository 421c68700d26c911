"""The only way out: every outgoing request passes the guard."""
