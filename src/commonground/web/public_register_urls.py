"""What anyone may open of the registers; and calendars, for whoever has their address."""

from django.urls import path

from commonground.web.views.registers import calendar, public

urlpatterns = [
    path("published/havens/<slug:slug>/", public.havens, name="public-havens"),
    path("published/services/<slug:slug>/", public.services, name="public-services"),
    path("published/worry/<slug:slug>/", public.worry, name="public-worry"),
    path("calendars/<str:secret>/registers.ics", calendar.feed, name="calendar-feed"),
]
