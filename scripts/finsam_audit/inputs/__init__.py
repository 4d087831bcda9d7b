"""What people write wrong in the files that a build reads: a line for each slip, of all files at once, without dbt."""
