-- The bills of tou-month.tariff from the table `reading` (account_id, start, kwh), as account_id,line_id,amount in $out.
-- All numbers are numeric, so everything is exact; round() of a numeric rounds halves away from zero.
SET TimeZone = 'America/New_York';
SET work_mem = '512MB';

-- What the clock says at each quarter-hour of the two months, looked up rather than worked out for each reading.
-- It is no temporary table, because those keep a query from running in parallel.
DROP TABLE IF EXISTS slot;
CREATE UNLOGGED TABLE slot AS
SELECT start, date_trunc('hour', start) AS hour,
       CASE WHEN extract(month FROM clock) BETWEEN 6 AND 9 THEN 'summer' ELSE 'winter' END AS season,
       CASE WHEN extract(isodow FROM clock) >= 6 OR CAST(clock AS date) = DATE '2025-09-01' THEN 'off_peak'
            WHEN extract(hour FROM clock) BETWEEN 16 AND 20 THEN 'on_peak'
            WHEN extract(hour FROM clock) BETWEEN 7 AND 22 THEN 'mid_peak'
            ELSE 'off_peak' END AS period
FROM (SELECT start, start AT TIME ZONE 'America/New_York' AS clock
      FROM generate_series(TIMESTAMPTZ '2025-08-19 00:00:00-04', TIMESTAMPTZ '2025-10-10 00:00:00-04', INTERVAL '15 minutes') AS t (start)) AS times;
ANALYZE slot;

CREATE TEMP TABLE energy_rate (season text, period text, price numeric(6,5));
INSERT INTO energy_rate VALUES
  ('summer', 'on_peak', 0.43127), ('summer', 'mid_peak', 0.29873), ('summer', 'off_peak', 0.21045),
  ('winter', 'on_peak', 0.30215), ('winter', 'mid_peak', 0.26551), ('winter', 'off_peak', 0.20875);

-- Seasons and periods begin on the hour: an hour's energy serves the demand and the sums.
CREATE TEMP TABLE by_season AS
SELECT account_id, season, period, sum(kwh) AS kwh, max(kwh) AS kw
FROM (SELECT account_id, hour, season, period, sum(kwh) AS kwh FROM reading JOIN slot USING (start)
      GROUP BY account_id, hour, season, period) AS by_hour
GROUP BY account_id, season, period;

CREATE TEMP TABLE line AS
WITH charges AS (
  SELECT account_id, 'energy.' || season || '.' || period AS line_id, round(kwh * price, 2) AS amount
  FROM by_season JOIN energy_rate USING (season, period)
  UNION ALL
  SELECT account_id, 'demand', round(max(kw) * 4.31725, 2) FROM by_season GROUP BY account_id
  UNION ALL
  SELECT DISTINCT account_id, 'customer', 15.00 FROM by_season
)
SELECT account_id, line_id, amount FROM charges
UNION ALL
SELECT account_id, 'city', round(sum(amount) * 0.0550, 2) FROM charges GROUP BY account_id;
\copy line TO '$out' (FORMAT csv)
