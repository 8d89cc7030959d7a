libbreakout_a_SOURCES += \
	src/eeprom/claim.c \
	src/eeprom/cmis.c src/eeprom/cmis.h \
	src/eeprom/cmis_apps.c \
	src/eeprom/cmis_describe.c \
	src/eeprom/cmis_meaning.c \
	src/eeprom/cmis_quality.c \
	src/eeprom/decode.c src/eeprom/eeprom.h \
	src/eeprom/describe.c \
	src/eeprom/dump.c src/eeprom/dump.h \
	src/eeprom/dump_heading.c \
	src/eeprom/dump_text.c src/eeprom/dump_text.h \
	src/eeprom/doubt.c \
	src/eeprom/encode.c \
	src/eeprom/family.c src/eeprom/family.h \
	src/eeprom/field.c src/eeprom/field.h \
	src/eeprom/field_item.h src/eeprom/field_rows.h \
	src/eeprom/field_text.c \
	src/eeprom/image.c src/eeprom/image.h \
	src/eeprom/interfaces.c src/eeprom/interfaces.h \
	src/eeprom/reads.c \
	src/eeprom/sfp_dd_mis.c \
	src/eeprom/sff8024.c src/eeprom/sff8024.h \
	src/eeprom/sff8472.c src/eeprom/sff8472.h \
	src/eeprom/sff8472_cal.c \
	src/eeprom/sff8472_meaning.c \
	src/eeprom/sff8472_words.c \
	src/eeprom/sff8636.c src/eeprom/sff8636.h \
	src/eeprom/derive.c src/eeprom/sff8472_derive.c src/eeprom/sff8636_derive.c \
	src/eeprom/sff8636_meaning.c \
	src/eeprom/sff8636_words.c \
	src/eeprom/words.c src/eeprom/words.h
