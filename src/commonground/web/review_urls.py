"""The addresses of the quarterly review, under /partnerships/<partnership>/."""

from django.urls import path

from commonground.web.views.plan import reviews, reviews_board, reviews_meetings, reviews_steps, reviews_updates

urlpatterns = [
    path("plan/reviews/", reviews.reviews, name="plan-reviews"),
    path("plan/reviews/open/", reviews_steps.start, name="plan-review-open"),
    path("plan/reviews/compare/", reviews.compare, name="plan-review-compare"),
    path("plan/reviews/meetings/", reviews_meetings.meetings, name="plan-meetings"),
    path("plan/reviews/meetings/add/", reviews_meetings.add, name="plan-meeting-add"),
    path("plan/reviews/meetings/<slug:public_id>/", reviews_meetings.meeting, name="plan-meeting"),
    path("plan/reviews/<slug:key>/", reviews.review, name="plan-review"),
    path("plan/reviews/<slug:key>/submit/", reviews_steps.submit, name="plan-review-submit"),
    path("plan/reviews/<slug:key>/decide/", reviews_steps.decide, name="plan-review-decide"),
    path("plan/reviews/<slug:key>/close/", reviews_steps.close, name="plan-review-close"),
    path("plan/reviews/<slug:key>/updates/", reviews_updates.mine, name="plan-review-updates"),
    path("plan/reviews/<slug:key>/updates/<slug:row>/", reviews_updates.update, name="plan-review-update"),
    path("plan/reviews/<slug:key>/updates/<slug:row>/same/", reviews_updates.same, name="plan-review-same"),
    path("plan/reviews/<slug:key>/rows/<slug:row>/correct/", reviews_updates.correct, name="plan-review-correct"),
    path("plan/reviews/<slug:key>/rows/<slug:row>/challenge/", reviews_board.challenge, name="plan-review-challenge"),
    path("plan/reviews/challenges/<slug:public_id>/reply/", reviews_board.reply, name="plan-challenge-reply"),
    path("plan/reviews/challenges/<slug:public_id>/decide/", reviews_board.settle, name="plan-challenge-decide"),
]
