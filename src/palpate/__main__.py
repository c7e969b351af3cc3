"""`python -m palpate`: the maintainer's command."""

import sys

from .cli import main

sys.exit(main())
