"""Every address of the site. A view stands here only with ``@only(rule)``, and each route has rows in the access table."""

from django.urls import include, path

from commonground.web.views import access_log, account, agencies, data, design, flags, front, health, history, invitations, people, systems

PARTNERSHIP = [
    path("", front.partnership, name="partnership"),
    path("access-log/", access_log.log, name="access_log"),
    path("access-log/copy/", access_log.copy, name="access_log_copy"),
    path("access-log/review/", flags.flags, name="looks_to_review"),
    path("access-log/review/<slug:public_id>/", flags.flag, name="look_to_review"),
    path("history/<slug:kind>/<slug:public_id>/", history.history, name="history"),
    path("people/", people.people, name="people"),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/invitations/", invitations.waiting, name="invitations"),
    path("people/invitations/<slug:public_id>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
    path("people/role-changes/", people.role_changes, name="role_changes"),
    path("people/role-changes/<slug:public_id>/", people.decide_role, name="decide_role"),
    path("people/<slug:public_id>/", people.person, name="person"),
    path("people/<slug:public_id>/training/", people.train, name="train"),
    path("people/<slug:public_id>/role/", people.ask_role, name="ask_role"),
    path("people/<slug:public_id>/end/", people.end, name="end_seat"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/add/", agencies.add_agency, name="add_agency"),
    path("agencies/<slug:public_id>/", agencies.agency, name="agency"),
    path("agencies/<slug:public_id>/edit/", agencies.edit_agency, name="edit_agency"),
    path("agencies/<slug:public_id>/confirm/", agencies.confirm, name="confirm"),
    path("partnerships/", agencies.boroughs, name="boroughs"),
    path("settings/", agencies.settings, name="settings"),
    path("data/", data.data, name="data"),
    path("data/add/", data.add, name="delivery-add"),
    path("data/files/<slug:key>/", data.delivery, name="delivery"),
    path("data/files/<slug:key>/load/", data.confirm, name="delivery-confirm"),
    path("data/files/<slug:key>/cancel/", data.cancel, name="delivery-cancel"),
    path("data/sources/<slug:key>/", data.source, name="source"),
    path("data/editions/<slug:key>/", data.edition, name="edition"),
    path("data/editions/<slug:key>/withdraw/", data.withdraw, name="edition-withdraw"),
]

urlpatterns = [
    path("", front.home, name="home"),
    path("design/", design.design, name="design"),
    path("invitations/<str:secret>/", invitations.accept, name="accept"),
    path("roles/", front.roles, name="roles"),
    path("roles/<slug:key>/", front.role, name="role"),
    path("account/looks/", access_log.mine, name="my_looks"),
    path("account/", include("commonground.web.account_urls")),
    path("api/v1/", include(("commonground.web.api.addresses", "api"))),
    path("", include("commonground.web.public_urls")),
    path("demonstration/", account.demonstration, name="demonstration"),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("partnerships/<slug:partnership>/", include(PARTNERSHIP)),
]

handler400 = "commonground.web.views.errors.bad_request"
handler500 = "commonground.web.views.errors.server_error"
handler429 = "commonground.web.limits.too_many"
