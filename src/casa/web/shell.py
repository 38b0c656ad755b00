"""What every page shows around its content: navigation, who I am, whether the machine room is well."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for every template."""
    return {}
