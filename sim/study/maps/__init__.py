"""The map: ways of working compared place by place, over the same people."""
