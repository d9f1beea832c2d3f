"""The addresses of outside review, of a group’s comparison and of practice cards, each under a partnership’s."""

from django.urls import path

from commonground.web.views.plan import boroughs, outside, outside_submitted, practice

ON = "plan/submitted/<slug:key>/on/<slug:about>/<str:ref>/"
FEEDBACK = "plan/outside/<slug:key>/"

urlpatterns = [
    path("plan/submitted/", outside_submitted.submissions, name="plan-submitted"),
    path("plan/submitted/<slug:key>/", outside_submitted.submission, name="plan-submission"),
    path(ON, outside_submitted.remark, name="plan-remark"),
    path(f"{ON}take-out/", outside_submitted.take_out, name="plan-remark-out"),
    path("plan/submitted/<slug:key>/feedback/", outside_submitted.write, name="plan-feedback-write"),
    path("plan/submitted/<slug:key>/feedback/send/", outside_submitted.send, name="plan-feedback-send"),
    path("plan/submitted/<slug:key>/json/", outside_submitted.file, name="plan-submission-file"),
    path("plan/outside/", outside.outside_review, name="plan-outside"),
    path("plan/outside/submit/", outside.submit, name="plan-submit"),
    path(FEEDBACK, outside.feedback, name="plan-feedback"),
    path(f"{FEEDBACK}comments/<slug:remark>/", outside.answer, name="plan-remark-answer"),
    path(f"{FEEDBACK}response/", outside.respond, name="plan-response"),
    path(f"{FEEDBACK}response/send/", outside.send, name="plan-response-send"),
    path(f"{FEEDBACK}response/publish/", outside.publish, name="plan-response-publish"),
    path(f"{FEEDBACK}response/unpublish/", outside.unpublish, name="plan-response-unpublish"),
    path("plan/sharing/", boroughs.choices, name="plan-sharing"),
    path("plan/offered/", boroughs.offered, name="plan-offered"),
    path("plan/offered/<slug:public_id>/", boroughs.take_up, name="plan-offered-take"),
    path("plan/boroughs/", boroughs.standards, name="plan-boroughs"),
    path("plan/boroughs/standards/<str:ref>/", boroughs.standard, name="plan-boroughs-standard"),
    path("plan/boroughs/gaps/", boroughs.gaps, name="plan-boroughs-gaps"),
    path("plan/boroughs/innovative/", boroughs.innovative, name="plan-boroughs-innovative"),
    path("plan/boroughs/shared/", boroughs.shared, name="plan-boroughs-shared"),
    path("plan/boroughs/shared/<slug:public_id>/offer/", boroughs.offer, name="plan-offer"),
    path("plan/boroughs/shared/<slug:public_id>/withdraw/", boroughs.withdraw, name="plan-offer-withdraw"),
    path("plan/practice/", practice.practice_cards, name="practice"),
    path("plan/practice/write/", practice.write, name="practice-write"),
    path("plan/practice/<slug:key>/", practice.card, name="practice-card"),
    path("plan/practice/<slug:key>/edit/", practice.edit, name="practice-edit"),
    path("plan/practice/<slug:key>/share/", practice.share, name="practice-share"),
    path("plan/practice/<slug:key>/withdraw/", practice.withdraw, name="practice-withdraw"),
    path("plan/practice/<slug:key>/adopt/", practice.adopt, name="practice-adopt"),
    path("plan/practice/<slug:key>/name/", practice.name, name="practice-name"),
    path("plan/practice/<slug:key>/json/", practice.file, name="practice-file"),
]
