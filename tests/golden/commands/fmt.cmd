$ ratebook fmt --check tariffs/examples/rs-1.tariff
$ sed 's/  */ /g' tariffs/examples/rs-1.tariff >loose.tariff
$ ratebook fmt - <loose.tariff | head -9
$ ratebook fmt loose.tariff
$ ratebook fmt --check loose.tariff
$ ls -A
