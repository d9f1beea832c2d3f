"""What the Home Office's open data tables of police recorded crime have in common."""

PUBLISHER = "Home Office"
ATTRIBUTION = (
    "Contains Home Office police recorded crime data licensed under the Open Government Licence v3.0."
)

_QUARTER = "try_cast(regexp_extract(trim(quarter), '^Q?([1-4])$', 1) as integer)"
_YEAR = "try_cast(regexp_extract(trim(financial_year), '^([0-9]{4})/[0-9]{2}$', 1) as integer)"

# Quarter 1 of the financial year 2017/18 is April to June 2017.
QUARTER_START = f"(make_date({_YEAR}, 4, 1) + to_months(3 * ({_QUARTER} - 1)))::date"
"""SQL for the first day, from ``financial_year`` (2017/18) and ``quarter`` (Q1 or 1)."""

QUARTER_END = f"(make_date({_YEAR}, 4, 1) + to_months(3 * {_QUARTER}) - interval 1 day)::date"
"""SQL for the last day."""
