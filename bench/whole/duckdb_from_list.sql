-- The readings of usage_list.parquet, a row a cycle with a list: it becomes a row an interval.
CREATE VIEW reading AS
SELECT account_id, start + (place - 1) * INTERVAL 15 MINUTE AS start, kwh
FROM (
  SELECT account_id, start, unnest(kwh) AS kwh, generate_subscripts(kwh, 1) AS place
  FROM read_parquet('$folder/usage_list.parquet')
);
