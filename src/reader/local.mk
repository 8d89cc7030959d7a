libbreakout_a_SOURCES += \
	src/reader/allow.c src/reader/allow.h \
	src/reader/channel.c src/reader/channel.h \
	src/reader/client.c src/reader/client.h \
	src/reader/protocol.c src/reader/protocol.h \
	src/reader/server.c src/reader/server.h
