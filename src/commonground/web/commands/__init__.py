"""The commands of the site, and what each does. The module of a command is imported only when it is called."""

COMMANDS = {
    "demo": "Open the site with London data and invented partnerships, on this machine.",
    "serve": "Run the site for real use, if nothing speaks against it.",
    "work": "Run the worker alone, which does the jobs.",
    "doctor": "What is wrong with this installation, in plain words.",
    "migrate": "Bring the database to this version.",
    "begin": "Set up a partnership and invite its first administrator.",
    "lost-second-step": "Let someone who lost phone and codes set up a new second step.",
    "backup": "Copy database, evidence and files to a folder or a file.",
    "restore": "Put back what a backup holds, and verify it.",
    "verify-log": "Whether the access log is as it was written.",
    "seal-log": "Seal what was written in the access log since the last seal.",
}
