"""What every table of a workspace has in common."""

from typing import Any

from django.db import models

from casa.lib.ids import new_id


class WorkspaceLink(models.ForeignKey):
    """A foreign key between two tables of a workspace.

    Its database constraint spans (workspace, id) and is raised with the walls (see ``walls.py``): a plain foreign
    key would be checked around row-level security and tell whether another workspace's row exists.
    """

    def __init__(self, to: Any, on_delete: Any = models.CASCADE, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs.setdefault("related_name", "+")
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)


class InWorkspace(models.Model):
    """A row that belongs to one workspace. Its id is made before it is written: the id binds its ciphertext."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("accounts.Workspace", models.CASCADE, related_name="+", db_index=False)

    class Meta:
        abstract = True
