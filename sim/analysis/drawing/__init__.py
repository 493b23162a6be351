"""How one draws here: one style, fonts for every script, bent axes, panels side by side, words of captions."""
