-- usage.csv as Parquet: usage_list.parquet with a list a cycle, usage_long.parquet with a row an interval.
SET TimeZone = 'UTC';
SET preserve_insertion_order = true;
COPY (
  SELECT account_id, start, interval_minutes, CAST(string_split(kwh, ';') AS DECIMAL(9,3)[]) AS kwh
  FROM read_csv('$folder/usage.csv', header = true, auto_detect = false, delim = ',', quote = '"', max_line_size = 1000000,
                columns = {'account_id': 'VARCHAR', 'start': 'TIMESTAMPTZ', 'interval_minutes': 'INTEGER', 'kwh': 'VARCHAR'})
) TO '$folder/usage_list.parquet' (FORMAT parquet, ROW_GROUP_SIZE 2048);
COPY (
  SELECT account_id, start + (place - 1) * INTERVAL 15 MINUTE AS start, kwh
  FROM (SELECT account_id, start, unnest(kwh) AS kwh, generate_subscripts(kwh, 1) AS place FROM read_parquet('$folder/usage_list.parquet'))
) TO '$folder/usage_long.parquet' (FORMAT parquet);
