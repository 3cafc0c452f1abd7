-- Bills R1 and R2 of tariffs/energyco for cycles of July and August 2025. Integers only: energy in 10^-6 kWh, prices in 10^-4 USD/kWh.
CREATE TEMP TABLE cent_lines(tariff TEXT, account_id TEXT, line_id TEXT, cents INTEGER);

-- R1: tiers at 500 kWh, summer prices of 2025, two fixed charges; one row a read.
CREATE TEMP TABLE r1 AS
  SELECT a.account_id, CAST(round(CAST(u.kwh AS REAL) * 1000000) AS INTEGER) AS micro
  FROM accounts a JOIN usage_r1 u ON u.account_id = a.account_id WHERE a.tariff = 'R1';
INSERT INTO cent_lines SELECT 'R1', account_id, 'service', 1500 FROM r1;
INSERT INTO cent_lines SELECT 'R1', account_id, 'infrastructure', 350 FROM r1;
INSERT INTO cent_lines SELECT 'R1', account_id, 'energy.tier_1', (min(micro, 500000000) * 1247 + 50000000) / 100000000 FROM r1 WHERE micro > 0;
INSERT INTO cent_lines SELECT 'R1', account_id, 'energy.tier_2', ((micro - 500000000) * 1584 + 50000000) / 100000000 FROM r1 WHERE micro > 500000000;

-- R2: every interval by its local quarter of an hour; the cycle's rows begin at local midnight and no clock changes in these months.
CREATE TEMP TABLE r2 AS
  SELECT u.account_id, i.key AS k, CAST(round(i.value * 1000000) AS INTEGER) AS micro, date(substr(u.start, 1, 10), '+' || (i.key / 96) || ' days') AS day,
         i.key % 96 AS quarter
  FROM usage_r2 u, json_each('[' || replace(u.kwh, ';', ',') || ']') i;
CREATE TEMP TABLE r2_period AS
  SELECT account_id, CASE
      WHEN quarter < 24 THEN 'super_off_peak'
      WHEN quarter >= 60 AND quarter < 80 AND strftime('%w', day) NOT IN ('0', '6') AND day NOT IN ('2025-07-04', '2025-09-01') THEN 'peak'
      ELSE 'off_peak' END AS period, sum(micro) AS micro
  FROM r2 GROUP BY 1, 2;
CREATE TEMP TABLE r2_price(territory TEXT, period TEXT, price INTEGER);
INSERT INTO r2_price VALUES
  ('north', 'peak', 2876), ('north', 'off_peak', 1235), ('north', 'super_off_peak', 746),
  ('central', 'peak', 2952), ('central', 'off_peak', 1268), ('central', 'super_off_peak', 766),
  ('south', 'peak', 3146), ('south', 'off_peak', 1310), ('south', 'super_off_peak', 792);
CREATE TEMP TABLE r2_account AS SELECT * FROM accounts WHERE tariff = 'R2' AND account_id IN (SELECT account_id FROM usage_r2);
INSERT INTO cent_lines SELECT 'R2', account_id, 'service', 1500 FROM r2_account;
INSERT INTO cent_lines
  SELECT 'R2', p.account_id, 'energy.summer.' || p.period, (p.micro * c.price + 50000000) / 100000000
  FROM r2_period p JOIN r2_account a ON a.account_id = p.account_id JOIN r2_price c ON c.territory = a."premise.territory" AND c.period = p.period
  WHERE p.micro > 0;
INSERT INTO cent_lines
  SELECT 'R2', account_id, 'welcome', -1500 FROM r2_account WHERE "account.promo" = 'NEWTOU' AND CAST("account.cycle_number" AS INTEGER) <= 3;
INSERT INTO cent_lines
  SELECT 'R2', b.account_id, 'city_tax', (sum(l.cents) * b.hundredths + 5000) / 10000
  FROM (SELECT account_id, CASE "premise.city" WHEN 'riverton' THEN 450 WHEN 'lakeside' THEN 600 ELSE 0 END AS hundredths
        FROM r2_account WHERE lower("account.tax_exempt") NOT IN ('true', '1', 'yes')) b
  JOIN cent_lines l ON l.tariff = 'R2' AND l.account_id = b.account_id
  WHERE b.hundredths > 0 GROUP BY b.account_id HAVING (sum(l.cents) * b.hundredths + 5000) / 10000 <> 0;

CREATE TEMP TABLE independent AS SELECT tariff, line_id, count(*) AS n, sum(cents) AS cents FROM cent_lines GROUP BY 1, 2;
CREATE TEMP TABLE rated AS
  SELECT tariff, line_id, count(*) AS n, sum(CAST(round(CAST(amount AS REAL) * 100) AS INTEGER)) AS cents
  FROM lines WHERE tariff IN ('R1', 'R2') GROUP BY 1, 2;
SELECT printf('%-3s %-26s %8d lines  %14.2f USD   %s', t.tariff, t.line_id, i.n, i.cents / 100.0,
              CASE WHEN r.n IS i.n AND r.cents IS i.cents THEN 'equal' ELSE 'DIFFERENT: rated ' || ifnull(r.n, 'no') || ' lines, ' || ifnull(r.cents / 100.0, 'no') || ' USD' END)
FROM (SELECT tariff, line_id FROM independent UNION SELECT tariff, line_id FROM rated) t
LEFT JOIN independent i USING (tariff, line_id) LEFT JOIN rated r USING (tariff, line_id) ORDER BY 1;
SELECT sum(r.n IS i.n AND r.cents IS i.cents) || ' passed, ' || sum(NOT (r.n IS i.n AND r.cents IS i.cents)) || ' failed'
FROM (SELECT tariff, line_id FROM independent UNION SELECT tariff, line_id FROM rated) t
LEFT JOIN independent i USING (tariff, line_id) LEFT JOIN rated r USING (tariff, line_id);
