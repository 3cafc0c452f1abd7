-- The bills of tou-month.tariff from the view `reading` (account_id, start, kwh), as account_id,line_id,amount in $out.
-- All numbers are DECIMAL, so everything is exact; round() of a DECIMAL rounds halves away from zero.

-- What the clock says at each quarter-hour of the two months, looked up rather than worked out for each reading.
CREATE TABLE slot AS
SELECT start, date_trunc('hour', start) AS hour,
       CASE WHEN month(clock) BETWEEN 6 AND 9 THEN 'summer' ELSE 'winter' END AS season,
       CASE WHEN isodow(clock) >= 6 OR CAST(clock AS DATE) = DATE '2025-09-01' THEN 'off_peak'
            WHEN hour(clock) BETWEEN 16 AND 20 THEN 'on_peak'
            WHEN hour(clock) BETWEEN 7 AND 22 THEN 'mid_peak'
            ELSE 'off_peak' END AS period
FROM (SELECT start, start AT TIME ZONE 'America/New_York' AS clock
      FROM generate_series(TIMESTAMPTZ '2025-08-19 00:00:00-04', TIMESTAMPTZ '2025-10-10 00:00:00-04', INTERVAL 15 MINUTE) AS t(start));

CREATE TABLE energy_rate (season VARCHAR, period VARCHAR, price DECIMAL(6,5));
INSERT INTO energy_rate VALUES
  ('summer', 'on_peak', 0.43127), ('summer', 'mid_peak', 0.29873), ('summer', 'off_peak', 0.21045),
  ('winter', 'on_peak', 0.30215), ('winter', 'mid_peak', 0.26551), ('winter', 'off_peak', 0.20875);

-- Seasons and periods begin on the hour: an hour's energy serves the demand and the sums. Kept for the two uses.
CREATE TEMP TABLE by_season AS
WITH by_hour AS (
  SELECT account_id, hour, season, period, sum(kwh) AS kwh FROM reading JOIN slot USING (start) GROUP BY ALL
)
SELECT account_id, season, period, CAST(sum(kwh) AS DECIMAL(12,3)) AS kwh, CAST(max(kwh) AS DECIMAL(9,3)) AS kw
FROM by_hour GROUP BY ALL;

COPY (
  WITH energy AS (
    SELECT account_id, 'energy.' || season || '.' || period AS line_id, round(kwh * price, 2) AS amount
    FROM by_season JOIN energy_rate USING (season, period)
  ), demand AS (
    SELECT account_id, 'demand' AS line_id, round(max(kw) * CAST(4.31725 AS DECIMAL(6,5)), 2) AS amount
    FROM by_season GROUP BY account_id
  ), customer AS (
    SELECT DISTINCT account_id, 'customer' AS line_id, CAST(15.00 AS DECIMAL(9,2)) AS amount FROM by_season
  ), charges AS (
    FROM energy UNION ALL FROM demand UNION ALL FROM customer
  ), tax AS (
    SELECT account_id, 'city' AS line_id, round(CAST(sum(amount) AS DECIMAL(12,2)) * CAST(0.0550 AS DECIMAL(5,4)), 2) AS amount
    FROM charges GROUP BY account_id
  )
  SELECT account_id, line_id, CAST(amount AS DECIMAL(12,2)) AS amount FROM (FROM charges UNION ALL FROM tax)
) TO '$out' (FORMAT csv, HEADER false);
