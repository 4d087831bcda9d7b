"""What every command needs once: running dbt, publishing, paths, files that appear whole, CSV files, errors."""
