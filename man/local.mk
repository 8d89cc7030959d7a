# files of man
dist_man_MANS += man/breakoutctl.1
