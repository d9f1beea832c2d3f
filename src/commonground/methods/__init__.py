"""What mathematics knows: arrays in, results out. No crime, no tables, no files, no clock."""
