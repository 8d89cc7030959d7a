libbreakout_a_SOURCES += \
	src/control/answer.c src/control/answer.h \
	src/control/client.c src/control/client.h \
	src/control/control.c src/control/control.h \
	src/control/protocol.c src/control/protocol.h \
	src/control/server.c src/control/server.h \
	src/control/socket.c src/control/socket.h
