$ printf 'thread = 2\n' >ratebook.toml
$ ratebook check tariffs/examples/rs-1.tariff
$ printf '[rate]\nthread = 2\n' >ratebook.toml
$ ratebook rate tariffs/examples/rs-1.tariff
$ printf '[bill]\n' >ratebook.toml
$ ratebook check tariffs/examples/rs-1.tariff
$ printf 'threads = \n' >ratebook.toml
$ ratebook check tariffs/examples/rs-1.tariff
$ RATEBOOK_CONFIG=none.toml ratebook check tariffs/examples/rs-1.tariff
