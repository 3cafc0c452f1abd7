-- usage.csv as the table `reading`, a row an interval.
CREATE UNLOGGED TABLE usage_row (account_id text, start timestamptz, interval_minutes integer, kwh text);
\copy usage_row FROM '$folder/usage.csv' (FORMAT csv, HEADER)
CREATE UNLOGGED TABLE reading AS
SELECT account_id, start + (place - 1) * INTERVAL '15 minutes' AS start, CAST(value AS numeric(9,3)) AS kwh
FROM usage_row, unnest(string_to_array(kwh, ';')) WITH ORDINALITY AS list (value, place);
DROP TABLE usage_row;
VACUUM ANALYZE reading;
