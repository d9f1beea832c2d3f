"""Every address of the site. A view stands here only with ``@only(rule)``, and each route has rows in the access table."""

from django.urls import include, path

from commonground.partnership.rules import ANYONE
from commonground.web.guarded import guarded
from commonground.web.views import design, front

PARTNERSHIP = [
    path("", front.partnership, name="partnership"),
]

urlpatterns = [
    path("", front.home, name="home"),
    path("design/", design.design, name="design"),
    path("roles/", front.roles, name="roles"),
    path("roles/<slug:key>/", front.role, name="role"),
    path("account/", include(guarded(ANYONE, "allauth.urls"))),
    path("partnerships/<slug:partnership>/", include(PARTNERSHIP)),
]

handler400 = "commonground.web.views.errors.bad_request"
handler500 = "commonground.web.views.errors.server_error"
