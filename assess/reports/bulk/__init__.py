"""Many reports at once: every report of a campaign as one archive, or laid into the storage under its own name."""
