"""What the files of the Metropolitan Police Service on the London Datastore have in common."""

PUBLISHER = "Metropolitan Police Service, London Datastore"
ATTRIBUTION = (
    "Contains Metropolitan Police Service data published on the London Datastore, "
    "licensed under the Open Government Licence v2.0."
)
WHOLE_FORCE = "'force' as area_type, 'E23000001' as area_code, 'Metropolitan Police' as area_name"
"""SQL for a table about all of the force, without places."""

RECORDED_CAVEAT = (
    "Recorded by the police: an offence nobody reports is not in it, and past months are revised in later "
    "publications."
)
