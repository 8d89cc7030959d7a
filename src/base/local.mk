libbreakout_a_SOURCES += \
	src/base/codes.c src/base/codes.h \
	src/base/log.c src/base/log.h \
	src/base/parse.c src/base/parse.h \
	src/base/text.c src/base/text.h
