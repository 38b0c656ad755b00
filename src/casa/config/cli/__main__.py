"""Run the command line and turn trouble into one sentence."""

import sys

from casa.config.cli.commands import app
from casa.config.cli.display import complain
from casa.config.trouble import Trouble


def main() -> None:
    try:
        app(prog_name="./casa")
    except Trouble as trouble:
        complain(str(trouble))
        sys.exit(1)


if __name__ == "__main__":
    main()
