"""Real evenings: the hearing rules over a list of who faced whom, instead of over a simulated market."""
