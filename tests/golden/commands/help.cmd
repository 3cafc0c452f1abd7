# What the program says of itself.
$ ratebook --version
$ ratebook --help
$ ratebook check --help
$ ratebook fmt --help
$ ratebook test --help
$ ratebook rate --help
$ ratebook explain --help
$ ratebook ingest --help
$ ratebook merge --help
