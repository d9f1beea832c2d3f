"""Map, calendar and files of registers, and what the public sees of them, under /partnerships/<partnership>/."""

from django.urls import path

from commonground.web.views.registers import calendar, files, mapped, reports

ONE = "registers/<slug:register>/"
FILES = f"{ONE}entries/<slug:public_id>/files/"

urlpatterns = [
    path("registers/map/", mapped.every, name="register-map"),
    path("registers/calendar/", calendar.every, name="register-calendar"),
    path("registers/calendar/address/", calendar.address, name="register-calendar-address"),
    path("registers/public/", reports.shown, name="register-public"),
    path("registers/public-reports/", reports.reports, name="register-public-reports"),
    path("registers/public-reports/<slug:public_id>/", reports.one, name="register-public-report"),
    path("registers/public-reports/<slug:public_id>/take/", reports.take, name="register-public-report-take"),
    path("registers/public-reports/<slug:public_id>/close/", reports.close, name="register-public-report-close"),
    path(f"{ONE}map/", mapped.one, name="register-map-of"),
    path(f"{ONE}calendar/", calendar.one, name="register-calendar-of"),
    path(f"{FILES}add/", files.add, name="register-file-add"),
    path(f"{FILES}<slug:file>/", files.one, name="register-file"),
    path(f"{FILES}<slug:file>/remove/", files.remove, name="register-file-remove"),
]
