"""What we agreed to do: templates, minimum standards and options, actions, and the review of them each quarter."""
