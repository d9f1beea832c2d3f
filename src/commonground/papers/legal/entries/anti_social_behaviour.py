"""Anti-social behaviour."""

from commonground.papers.legal.law import Law

LAW = Law(
    key="anti_social_behaviour",
    title="Anti-social behaviour",
    statute="Anti-social Behaviour Act 2003; Anti-social Behaviour, Crime and Policing Act 2014",
    text=(
        "The Anti-social Behaviour Act 2003 requires the Council as a local housing authority to have "
        "policies and procedures for dealing with anti-social behaviour. The Anti-social Behaviour, Crime and "
        "Policing Act 2014 gives councils and the police their present powers against it."
    ),
    jurisdiction="England and Wales",
    source="A committee paper of 4 February 2019 for the Act of 2003; the statutes themselves were not read",
    confidence="from background knowledge",
    note="Leave it out if the Council is no local housing authority.",
    order=15,
)
