"""The plans of the demonstration. Lewisham’s says what the report of 2019 says; who does what by when is invented.

The files are in the written form of a plan (``commonground.plan.written``), with reviews and practice cards beside.
"""
