libbreakout_a_SOURCES += \
	src/model/cable.c src/model/cable.h \
	src/model/event.c src/model/event.h \
	src/model/flag.c src/model/flag.h \
	src/model/history.c src/model/history.h \
	src/model/host.c src/model/host.h \
	src/model/mode.c src/model/mode.h \
	src/model/module.c src/model/module.h \
	src/model/refs.h \
	src/model/sensor.h \
	src/model/snapshot.c src/model/snapshot.h \
	src/model/topology.c src/model/topology.h \
	src/model/type.c src/model/type.h \
	src/model/value.c src/model/value.h
