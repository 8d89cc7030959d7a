# files of src/eeprom
