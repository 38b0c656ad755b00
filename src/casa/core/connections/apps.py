from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "casa.core.connections"
    label = "connections"

    def ready(self) -> None:
        """Nothing of this process speaks to a host that no service declares."""
        from casa.core.connections.doors import is_declared
        from casa.lib.http import stand_guard

        stand_guard(is_declared)
