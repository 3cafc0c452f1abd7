-- The readings of usage_long.parquet, a row an interval.
CREATE VIEW reading AS SELECT account_id, start, kwh FROM read_parquet('$folder/usage_long.parquet');
