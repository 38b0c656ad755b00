"""``python -m casa.config.cli.proofs [PROMISE…]``: what `./casa privacy prove` does, on databases of its own."""

import os
import sys
import tempfile
from collections.abc import Sequence

from rich.table import Table

from casa.config.cli.display import complain, console
from casa.config.trouble import Trouble


def main(ids: Sequence[str]) -> int:
    """Prove the promises of these ids, or all; 0 when each test noticed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casa.config.settings")
    with tempfile.TemporaryDirectory(prefix="casa-prove-") as folder:
        os.environ |= {"CASA_DATA": folder, "CASA_TEST": "1"}
        import django

        django.setup()
        try:
            return 0 if prove(ids) else 1
        except Trouble as trouble:
            complain(str(trouble))
            return 1


def prove(ids: Sequence[str]) -> bool:
    """Whether each proof is good. :raises Trouble: there is no promise of that name"""
    from casa.core.privacy import prove as proofs
    from casa.core.privacy import registry

    try:
        wanted = [registry.promise(name) for name in ids] or list(registry.promises())
    except registry.NoSuchPromise as unknown:
        raise Trouble(f"{unknown} There are: {', '.join(one.id for one in registry.promises())}.") from None
    table, good = Table("Promise", "Control", "With it", "Without it", box=None), 0
    proven = proofs.prove_each(wanted)
    for number, promise in enumerate(wanted, 1):
        with console.status(f"{number} of {len(wanted)}: {promise.words}"):
            proof = next(proven)
        good += proof.good
        kept = "[green]its test passes[/]" if proof.holds else "[red]its test fails[/]"
        noticed = "[green]its test fails, as it must[/]" if proof.noticed else "[red]nothing notices[/]"
        table.add_row(promise.id, promise.control.rsplit(":", 1)[-1], kept, noticed)
    console.print(table)
    console.print(f"{good} of {len(wanted)} controls are missed when they are gone.")
    return good == len(wanted)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
