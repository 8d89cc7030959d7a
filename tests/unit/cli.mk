UNIT_TESTS += tests/unit/test_cli_table tests/unit/test_cli_cell tests/unit/test_cli_command
tests_unit_test_cli_table_SOURCES = tests/unit/test_cli_table.c tests/unit/test.h
tests_unit_test_cli_table_LDADD = $(UNIT_LDADD)
tests_unit_test_cli_cell_SOURCES = tests/unit/test_cli_cell.c tests/unit/test.h
tests_unit_test_cli_cell_LDADD = $(UNIT_LDADD)
tests_unit_test_cli_command_SOURCES = tests/unit/test_cli_command.c tests/unit/scratch.c tests/unit/scratch.h tests/unit/test.h
tests_unit_test_cli_command_LDADD = $(UNIT_LDADD)
