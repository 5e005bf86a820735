"""A sentence embedding in numpy: the bytes of a model in, vectors out. Off unless a model is given.

Files are the rim's business: `bot` reads or maps them and hands over what they hold.
"""

from intents.embeddings.encoder import Encoder
from intents.embeddings.errors import ModelError
from intents.embeddings.trust import MINILM, Fingerprints, check

__all__ = ["MINILM", "Encoder", "Fingerprints", "ModelError", "check"]
