"""The response of a partnership to a serious incident: its checklist, clocks, log, learning and report."""
