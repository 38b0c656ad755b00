"""``python -m casa.config.migrate``: bring the database up to date, then raise the walls. Safe to repeat."""

import os
from importlib.resources import files


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casa.config.settings")
    import django

    django.setup()
    migrate()


def migrate() -> None:
    """Migrate as the owner, then walls, functions and grants in one transaction."""
    from django.db import connections, transaction

    from casa.config.schema import lay
    from casa.core.accounts.walls import raise_walls

    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(7001)")
        lay(cursor)
    apply_migrations()
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(7001)")
        cursor.execute("grant create on schema public to casa_system")
        raise_walls(connections["owner"])
        # No model stands behind the cache (sign-in limits), so the walls do not see it.
        cursor.execute("grant select, insert, update, delete on casa_cache to casa_app, casa_system")
        for statement in sql_files():
            cursor.execute(statement)
        cursor.execute("revoke create on schema public from casa_system")


def apply_migrations() -> None:
    """What Django has to do, and nothing else."""
    from django.core.management import call_command

    call_command("migrate", database="owner", interactive=False, verbosity=0)
    call_command("createcachetable", database="owner", verbosity=0)


def sql_files() -> list[str]:
    """Each core app's functions and triggers, in the order of the rooms."""
    from django.apps import apps

    ours = (app.name for app in apps.get_app_configs() if app.name.startswith("casa."))
    found = (files(name).joinpath("functions.sql") for name in ours)
    return [path.read_text() for path in found if path.is_file()]


if __name__ == "__main__":
    main()
