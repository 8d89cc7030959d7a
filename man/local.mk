# files of man
dist_man_MANS += man/breakoutctl.1
dist_man_MANS += man/breakoutd.conf.5
dist_man_MANS += man/breakoutd.8
