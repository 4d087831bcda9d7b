-- The documents that were read, with the number that stands for each inside this build.
{{ numbered_documents() }}
