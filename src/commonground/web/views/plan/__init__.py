"""The pages of the plan: at a glance, its themes and answers, its actions, and its template."""
