"""What the units of headings are called."""

# by what they multiply with
PRINTED_UNITS = {1: "kr", 1000: "tkr", 1000000: "mkr"}
