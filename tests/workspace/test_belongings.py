"""What a leaver owned is listed: work that waits for somebody, and none that is done or another's."""

from small_paper import small_paper

from commonground.partnership.belongings import belongings_of


def test_an_unfinished_assessment_needs_a_new_owner_and_a_published_one_does_not(cast):
    asked = small_paper(cast.own, "draft")
    small_paper(cast.own, "published")
    owner, other = asked.asked_by, cast.own.seats["councillor"]
    assert [(one.kind, one.title) for one in belongings_of(owner)] == [("Assessment", str(asked))]
    assert belongings_of(other) == []
