"""Actions: every way to write, one file per noun; verbs with keyword-only arguments, atomic and audited."""
