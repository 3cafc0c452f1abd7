-- Reads all columns of usage_list.parquet and does next to nothing with them: what the decoder itself takes.
SELECT sum(length(account_id)), sum(epoch_us(start)), sum(interval_minutes), sum(len(kwh)) FROM read_parquet('$folder/usage_list.parquet');
