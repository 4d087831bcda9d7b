-- Round 3 of locating: the best candidates around every relation that is still open.
{{ locating_round(3) }}
