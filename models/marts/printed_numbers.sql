-- Every printed number with its address and its amount in the marts' signs and in SEK.
{{ printed_rows('true') }}
