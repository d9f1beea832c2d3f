"""The addresses by which a plan gets on the public page, under /partnerships/<partnership>/."""

from django.urls import path

from commonground.web.views.plan import public_comments, publishing

urlpatterns = [
    path("plan/public/", publishing.publications, name="plan-publish"),
    path("plan/public/ask/", publishing.ask, name="plan-publish-ask"),
    path("plan/public/comments/", public_comments.comments, name="plan-comments"),
    path("plan/public/comments/<slug:key>/", public_comments.comment, name="plan-comment"),
    path("plan/public/comments/<slug:key>/reply/", public_comments.reply, name="plan-comment-reply"),
    path("plan/public/<slug:key>/", publishing.publication, name="plan-publication"),
    path("plan/public/<slug:key>/preview/", publishing.preview, name="plan-publication-preview"),
    path("plan/public/<slug:key>/publish/", publishing.publish, name="plan-publication-publish"),
    path("plan/public/<slug:key>/send-back/", publishing.send_back, name="plan-publication-send-back"),
    path("plan/public/<slug:key>/withdraw/", publishing.withdraw, name="plan-publication-withdraw"),
]
