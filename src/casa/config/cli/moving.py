"""``python -m casa.config.cli.moving FILE``: what `./casa privacy import` does once the database answers."""

import os
import sys
from pathlib import Path

from casa.config.cli.display import complain, console


def main(file: Path) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casa.config.settings")
    import django

    django.setup()
    from casa.config.migrate import migrate
    from casa.core.accounts.rules import NotPossible
    from casa.core.privacy.moving_in import move_in

    migrate()
    try:
        found = move_in(file, lambda table, rows: console.print(f"{rows:>9,}  {table}") if rows else None)
    except NotPossible as refused:
        complain(str(refused))
        return 1
    console.print(f"\nMoved in: {sum(entry['rows'] for entry in found.values()):,} rows, each table as it left.")
    console.print(
        "Connections arrive ended: connect them again. Colleagues ask for a new password at the sign-in page."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
