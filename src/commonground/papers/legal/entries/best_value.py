"""The duty of best value."""

from commonground.papers.legal.law import Law

LAW = Law(
    key="best_value",
    title="Best value",
    statute="Local Government Act 1999, Part 1",
    text=(
        "The Local Government Act 1999 places a duty on best value authorities to make arrangements to secure "
        "continuous improvement in the way their functions are exercised, having regard to a combination of "
        "economy, efficiency and effectiveness."
    ),
    jurisdiction="England and Wales",
    source="A committee paper of 4 February 2019 that names it; the statute itself was not read",
    confidence="from background knowledge",
    order=60,
)
