libbreakout_a_SOURCES += \
	src/collect/baseline.c src/collect/baseline.h \
	src/collect/baseline_file.c src/collect/baseline_file.h \
	src/collect/bus.c src/collect/bus.h \
	src/collect/cage.c src/collect/cage.h \
	src/collect/collect.c src/collect/collect.h \
	src/collect/collector.h \
	src/collect/events.c src/collect/events.h \
	src/collect/flap.c src/collect/flap.h \
	src/collect/host.c src/collect/host.h \
	src/collect/infer.c src/collect/infer.h \
	src/collect/inherit.c \
	src/collect/latch.c src/collect/latch.h \
	src/collect/loop.c \
	src/collect/notice.c src/collect/notice.h \
	src/collect/port_watch.c src/collect/port_watch.h \
	src/collect/sensors.c src/collect/sensors.h \
	src/collect/tracker.c src/collect/tracker.h \
	src/collect/verdict.c src/collect/verdict.h \
	src/collect/workers.c src/collect/workers.h
