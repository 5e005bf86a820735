"""`python -m bot` is `npq-bot`."""

import sys

from bot.cli import main

sys.exit(main())
