"""The rim: channels, storage, commands. Everything that touches the world lives here."""
