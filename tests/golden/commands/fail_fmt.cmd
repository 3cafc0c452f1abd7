$ sed 's/  */ /g' tariffs/examples/rs-1.tariff >loose.tariff
$ ratebook fmt --check loose.tariff
$ printf 'tariff X "x" {\n  season\n' >broken.tariff
$ ratebook fmt broken.tariff
$ cat broken.tariff
$ ratebook fmt none.tariff
