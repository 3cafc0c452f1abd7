$ ratebook check tariffs/examples/rs-1.tariff
$ ratebook check tariffs/examples/rs-1.tariff tariffs/examples/tou-r.tariff
$ ratebook check - <tariffs/examples/rs-1.tariff
$ ratebook check --json tariffs/examples/rs-1.tariff
$ ratebook check --emit tree tariffs/examples/rs-1.tariff | head -5
$ ratebook check --emit checked tariffs/examples/rs-1.tariff | head -5
$ ratebook check --emit ir tariffs/examples/rs-1.tariff | head -5
