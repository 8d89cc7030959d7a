# files of man
dist_man_MANS += man/breakoutctl.1
dist_man_MANS += man/breakoutd.conf.5
dist_man_MANS += man/breakoutd.8
# Written by tests/unit/test_rule_text from the template and the rule table, and held against both.
dist_man_MANS += man/breakout-rules.7
EXTRA_DIST += man/breakout-rules.7.in
