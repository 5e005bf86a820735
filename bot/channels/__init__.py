"""How enquiries come in and replies go out: one package a channel."""
