# Examples and properties on both engines.
$ ratebook test tariffs/examples/rs-1.tariff
$ ratebook test --engine interpreter tariffs/examples/tou-r.tariff
$ ratebook test --only July --json tariffs/examples/tou-r.tariff
