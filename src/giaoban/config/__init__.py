"""How one installation is put together: settings, wiring, addresses."""
