from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "commonground.web"
    label = "web"

    def ready(self) -> None:
        """What listens to sign-ins begins to listen."""
        from commonground.web import sitting  # noqa: F401
