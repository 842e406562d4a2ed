"""The training lab: a task, a net, a run that is watched, looked back at and used."""
