libbreakout_a_SOURCES += \
	src/sim/sim.c src/sim/sim.h \
	src/sim/sim_error.c src/sim/sim_error.h \
	src/sim/sim_host.c src/sim/sim_host.h \
	src/sim/sim_image.c src/sim/sim_image.h \
	src/sim/sim_init.c \
	src/sim/sim_key.c src/sim/sim_key.h \
	src/sim/sim_light.c src/sim/sim_light.h \
	src/sim/sim_open.c src/sim/sim_open.h
