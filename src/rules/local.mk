libbreakout_a_SOURCES += \
	src/rules/check.h \
	src/rules/check_leg.c \
	src/rules/check_port.c \
	src/rules/check_trunk.c \
	src/rules/judge.c src/rules/judge.h \
	src/rules/plan.c src/rules/plan.h \
	src/rules/rule.c src/rules/rule.h
