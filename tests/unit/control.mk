UNIT_TESTS += tests/unit/test_control_protocol tests/unit/test_control_server tests/unit/test_control_socket
tests_unit_test_control_protocol_SOURCES = tests/unit/test_control_protocol.c tests/unit/test.h
tests_unit_test_control_protocol_LDADD = $(UNIT_LDADD)
tests_unit_test_control_server_SOURCES = tests/unit/test_control_server.c tests/unit/test.h
tests_unit_test_control_server_LDADD = $(UNIT_LDADD)
tests_unit_test_control_socket_SOURCES = tests/unit/test_control_socket.c tests/unit/scratch.c tests/unit/scratch.h \
	tests/unit/box.c tests/unit/box.h tests/unit/test.h
tests_unit_test_control_socket_LDADD = $(UNIT_LDADD)
