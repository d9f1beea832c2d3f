"""The addresses of a partnership’s plan and of what belongs to it, each under /partnerships/<partnership>/.

The plan’s own menu (``navigation.PLAN``) leads to the routes named ``plan``, ``plan-actions``, ``plan-reviews``,
``practice``, ``plan-sharing``, ``plan-boroughs``, ``plan-import``, ``plan-export`` and ``plan-publish``; one that is
not here is left out of it.
"""

from django.urls import include, path

from commonground.web.views.plan import (
    actions,
    evidence,
    glance,
    moving,
    steps,
    template,
    template_files,
    themes,
    writing,
)

urlpatterns = [
    path("plan/", glance.glance, name="plan"),
    path("plan/begin/", glance.begin, name="plan-begin"),
    path("plan/edit/", glance.edit, name="plan-edit"),
    path("plan/themes/<slug:theme>/", themes.theme, name="plan-theme"),
    path("plan/themes/<slug:theme>/write/", themes.write, name="plan-theme-write"),
    path("plan/answers/<slug:public_id>/", themes.answer, name="plan-answer"),
    path("plan/answers/<slug:public_id>/attach/<slug:kind>/", evidence.to_answer, name="plan-answer-attach"),
    path("plan/evidence/<slug:public_id>/", evidence.file, name="plan-evidence"),
    path("plan/evidence/<slug:public_id>/remove/", evidence.remove, name="plan-evidence-remove"),
    path("plan/actions/", actions.actions, name="plan-actions"),
    path("plan/actions/add/", writing.choose_theme, name="plan-action-add"),
    path("plan/actions/add/<slug:theme>/", writing.add, name="plan-action-add-to"),
    path("plan/actions/<slug:public_id>/", actions.action, name="plan-action"),
    path("plan/actions/<slug:public_id>/edit/<slug:part>/", writing.edit, name="plan-action-edit"),
    path("plan/actions/<slug:public_id>/attach/<slug:kind>/", evidence.to_action, name="plan-action-attach"),
    path("plan/actions/<slug:public_id>/how-it-goes/", steps.say, name="plan-action-say"),
    path("plan/actions/<slug:public_id>/hand-over/", steps.hand_over, name="plan-action-hand-over"),
    path("plan/actions/<slug:public_id>/resource/", steps.promote, name="plan-action-promote"),
    path("plan/actions/<slug:public_id>/finish/", steps.finish, name="plan-action-finish"),
    path("plan/actions/<slug:public_id>/drop/", steps.drop, name="plan-action-drop"),
    path("plan/actions/<slug:public_id>/again/", steps.again, name="plan-action-again"),
    path("plan/actions/<slug:public_id>/tasks/add/", steps.add_task, name="plan-task-add"),
    path("plan/actions/<slug:public_id>/measures/<slug:measure>/remove/", steps.no_longer, name="plan-measure-remove"),
    path("plan/tasks/<slug:public_id>/", steps.edit_task, name="plan-task"),
    path("plan/tasks/<slug:public_id>/tick/", steps.tick, name="plan-task-tick"),
    path("plan/tasks/<slug:public_id>/remove/", steps.remove_task, name="plan-task-remove"),
    path("plan/import/", moving.send, name="plan-import"),
    path("plan/import/columns/", moving.columns, name="plan-import-columns"),
    path("plan/import/preview/", moving.look, name="plan-import-preview"),
    path("plan/export/", moving.export, name="plan-export"),
    path("plan/export/<slug:form>/", moving.export_file, name="plan-export-file"),
    path("", include("commonground.web.review_urls")),
    path("plan/orphans/", actions.orphans, name="plan-orphans"),
    path("plan/templates/", template_files.templates, name="plan-templates"),
    path("plan/templates/<slug:version>/<slug:form>/", template_files.file, name="plan-template-file"),
    path("plan/template/", template.template, name="plan-template"),
    path("plan/template/<slug:version>/", template.version, name="plan-template-version"),
    path("", include("commonground.web.publishing_urls")),
]
