-- Reads all columns of usage_long.parquet and does next to nothing with them: what the decoder itself takes.
SELECT sum(length(account_id)), sum(epoch_us(start)), sum(kwh) FROM read_parquet('$folder/usage_long.parquet');
