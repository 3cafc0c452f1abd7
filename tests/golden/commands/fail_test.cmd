# A wrong expectation is shown with what came instead, and how.
$ sed 's/energy.tier_1   67.34 USD/energy.tier_1   67.33 USD/' tariffs/examples/rs-1.tariff >wrong.tariff
$ ratebook test --only "summer month" wrong.tariff
$ ratebook test --json --engine interpreter --only "summer month" wrong.tariff | head -8
