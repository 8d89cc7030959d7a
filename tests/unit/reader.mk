UNIT_TESTS += tests/unit/test_reader tests/unit/test_reader_protocol
tests_unit_test_reader_SOURCES = tests/unit/test_reader.c tests/unit/test.h \
	tests/unit/scratch.c tests/unit/scratch.h tests/unit/net_device.c tests/unit/net_device.h
tests_unit_test_reader_LDADD = $(UNIT_LDADD)
tests_unit_test_reader_protocol_SOURCES = tests/unit/test_reader_protocol.c tests/unit/test.h
tests_unit_test_reader_protocol_LDADD = $(UNIT_LDADD)
