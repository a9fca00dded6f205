"""The engine over the duties: rules (rules), what is due for whom (planning), saying it once (sending)."""
