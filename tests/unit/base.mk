UNIT_TESTS += tests/unit/test_codes tests/unit/test_parse tests/unit/test_text
tests_unit_test_codes_SOURCES = tests/unit/test_codes.c tests/unit/test.h
tests_unit_test_codes_LDADD = $(UNIT_LDADD)
tests_unit_test_parse_SOURCES = tests/unit/test_parse.c tests/unit/test.h
tests_unit_test_parse_LDADD = $(UNIT_LDADD)
tests_unit_test_text_SOURCES = tests/unit/test_text.c tests/unit/test.h
tests_unit_test_text_LDADD = $(UNIT_LDADD)
