"""Scrutiny of stop and search by the community: the draw, the questions, the session and its report."""
