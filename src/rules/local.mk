libbreakout_a_SOURCES += \
	src/rules/check.h \
	src/rules/check_alarm.c \
	src/rules/check_cable.c \
	src/rules/check_fec.c \
	src/rules/check_host.c \
	src/rules/check_lanes.c \
	src/rules/check_leg.c \
	src/rules/check_light.c \
	src/rules/check_port.c \
	src/rules/check_power.c \
	src/rules/check_program.c \
	src/rules/check_rate.c \
	src/rules/check_reach.c \
	src/rules/check_set.c \
	src/rules/check_link.c \
	src/rules/check_split.c \
	src/rules/check_swap.c \
	src/rules/check_trunk.c \
	src/rules/check_wave.c \
	src/rules/compare.c src/rules/compare.h \
	src/rules/judge.c src/rules/judge.h \
	src/rules/light.c src/rules/light.h \
	src/rules/plan.c src/rules/plan.h \
	src/rules/harness.c src/rules/harness.h \
	src/rules/rule.c src/rules/rule.h \
	src/rules/severity.c src/rules/severity.h \
	src/rules/view.c src/rules/view.h
