-- Round 1 of locating: the best candidates around every relation that is still open.
{{ locating_round(1) }}
