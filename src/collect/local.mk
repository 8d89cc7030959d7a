libbreakout_a_SOURCES += \
	src/collect/baseline.c src/collect/baseline.h \
	src/collect/baseline_file.c src/collect/baseline_file.h \
	src/collect/bus.c src/collect/bus.h \
	src/collect/cage.c src/collect/cage.h \
	src/collect/collect.c src/collect/collect.h \
	src/collect/events.c src/collect/events.h \
	src/collect/infer.c src/collect/infer.h \
	src/collect/tracker.c src/collect/tracker.h \
	src/collect/workers.c src/collect/workers.h
