libbreakout_a_SOURCES += \
	src/base/clock.h \
	src/base/codes.c src/base/codes.h \
	src/base/file.c src/base/file.h \
	src/base/log.c src/base/log.h \
	src/base/parse.c src/base/parse.h \
	src/base/text.c src/base/text.h
