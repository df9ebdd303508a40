"""The accounts desk: signing in, second factors, invitations and what a person keeps of themselves."""
