"""Registers as files: bringing in, taking out. Each address is under /partnerships/<partnership>/."""

from django.urls import path

from commonground.web.views.registers import bringing, taking

REGISTER = "registers/<slug:register>/"
FILE = f"{REGISTER}bring-in/<slug:public_id>/"

urlpatterns = [
    path(f"{REGISTER}bring-in/", bringing.send, name="register-import"),
    path(FILE, bringing.look, name="register-import-file"),
    path(f"{FILE}columns/", bringing.columns, name="register-import-columns"),
    path(f"{FILE}rest/<slug:form>/", bringing.remaining, name="register-import-rest"),
    path(f"{FILE}forget/", bringing.forget, name="register-import-forget"),
    path(f"{REGISTER}template/<slug:form>/", bringing.empty, name="register-template"),
    path(f"{REGISTER}export/", taking.export, name="register-export"),
    path(f"{REGISTER}export/<slug:form>/", taking.file, name="register-export-file"),
]
