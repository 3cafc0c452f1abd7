$ sed 's/  */ /g' tariffs/examples/rs-1.tariff >loose.tariff
$ ratebook fmt --check loose.tariff
$ printf 'tariff X "x" {\n  season\n' >broken.tariff
$ ratebook fmt broken.tariff
$ cat broken.tariff
$ ratebook fmt none.tariff
# A file that may not be written is not replaced; one that has several names keeps them, and its mode.
$ cp loose.tariff kept.tariff; chmod 444 kept.tariff
$ ratebook fmt kept.tariff
$ cmp loose.tariff kept.tariff
$ cp loose.tariff one.tariff; chmod 640 one.tariff; ln one.tariff other.tariff; ln -s one.tariff named.tariff
$ ratebook fmt other.tariff && ratebook fmt --check one.tariff && stat -c '%a %h' one.tariff
$ cp loose.tariff one.tariff; ratebook fmt named.tariff && ratebook fmt --check other.tariff && stat -c '%F' named.tariff
$ cp loose.tariff alone.tariff; chmod 604 alone.tariff; ratebook fmt alone.tariff && stat -c '%a %h' alone.tariff
$ ls -A
