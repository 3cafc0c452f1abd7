-- The readings of usage.csv, a row a cycle: the list becomes a row an interval.
CREATE VIEW reading AS
SELECT account_id, start + (place - 1) * INTERVAL 15 MINUTE AS start, CAST(value AS DECIMAL(9,3)) AS kwh
FROM (
  SELECT account_id, start, unnest(string_split(kwh, ';')) AS value, generate_subscripts(string_split(kwh, ';'), 1) AS place
  FROM read_csv('$folder/usage.csv', header = true, auto_detect = false, delim = ',', quote = '"', max_line_size = 1000000,
                columns = {'account_id': 'VARCHAR', 'start': 'TIMESTAMPTZ', 'interval_minutes': 'INTEGER', 'kwh': 'VARCHAR'})
);
