# tests of eeprom
EEPROM_TESTS = tests/unit/test_image tests/unit/test_field tests/unit/test_sff8024 tests/unit/test_sff8472 \
	tests/unit/test_sff8636 tests/unit/test_sff8636_derive tests/unit/test_sff8472_derive tests/unit/test_cmis tests/unit/test_encode tests/unit/test_images \
	tests/unit/test_words tests/unit/test_dump tests/unit/test_doubt tests/unit/test_cmis_apps \
	tests/unit/test_cmis_quality tests/unit/test_sfp_dd_mis
UNIT_TESTS += $(EEPROM_TESTS)
tests_unit_test_image_SOURCES = tests/unit/test_image.c tests/unit/test.h
tests_unit_test_image_LDADD = $(UNIT_LDADD)
tests_unit_test_field_SOURCES = tests/unit/test_field.c tests/unit/test.h
tests_unit_test_field_LDADD = $(UNIT_LDADD)
tests_unit_test_sff8024_SOURCES = tests/unit/test_sff8024.c tests/unit/test.h
tests_unit_test_sff8024_LDADD = $(UNIT_LDADD)
tests_unit_test_sff8472_SOURCES = tests/unit/test_sff8472.c tests/unit/eeprom_fixture.h tests/unit/test.h
tests_unit_test_sff8472_LDADD = $(UNIT_LDADD)
tests_unit_test_sff8636_SOURCES = tests/unit/test_sff8636.c tests/unit/eeprom_fixture.h tests/unit/test.h
tests_unit_test_sff8636_LDADD = $(UNIT_LDADD)
tests_unit_test_sff8472_derive_SOURCES = tests/unit/test_sff8472_derive.c tests/unit/eeprom_fixture.h \
	tests/unit/test.h
tests_unit_test_sff8472_derive_LDADD = $(UNIT_LDADD)
tests_unit_test_sff8636_derive_SOURCES = tests/unit/test_sff8636_derive.c tests/unit/eeprom_fixture.h \
	tests/unit/test.h
tests_unit_test_sff8636_derive_LDADD = $(UNIT_LDADD)
CMIS_FIXTURE = tests/unit/cmis_fixture.h tests/unit/eeprom_fixture.h tests/unit/test.h
tests_unit_test_cmis_SOURCES = tests/unit/test_cmis.c $(CMIS_FIXTURE)
tests_unit_test_cmis_LDADD = $(UNIT_LDADD)
tests_unit_test_cmis_apps_SOURCES = tests/unit/test_cmis_apps.c $(CMIS_FIXTURE)
tests_unit_test_cmis_apps_LDADD = $(UNIT_LDADD)
tests_unit_test_cmis_quality_SOURCES = tests/unit/test_cmis_quality.c $(CMIS_FIXTURE)
tests_unit_test_cmis_quality_LDADD = $(UNIT_LDADD)
tests_unit_test_encode_SOURCES = tests/unit/test_encode.c tests/unit/eeprom_fixture.h tests/unit/test.h
tests_unit_test_encode_LDADD = $(UNIT_LDADD)
tests_unit_test_images_SOURCES = tests/unit/test_images.c tests/unit/eeprom_fixture.h tests/unit/test.h
tests_unit_test_images_LDADD = $(UNIT_LDADD)
tests_unit_test_words_SOURCES = tests/unit/test_words.c tests/unit/eeprom_fixture.h tests/unit/test.h
tests_unit_test_words_LDADD = $(UNIT_LDADD)
tests_unit_test_dump_SOURCES = tests/unit/test_dump.c tests/unit/test.h
tests_unit_test_dump_LDADD = $(UNIT_LDADD)
tests_unit_test_doubt_SOURCES = tests/unit/test_doubt.c tests/unit/eeprom_fixture.h tests/unit/test.h
tests_unit_test_doubt_LDADD = $(UNIT_LDADD)
tests_unit_test_sfp_dd_mis_SOURCES = tests/unit/test_sfp_dd_mis.c tests/unit/eeprom_fixture.h tests/unit/test.h
tests_unit_test_sfp_dd_mis_LDADD = $(UNIT_LDADD)
