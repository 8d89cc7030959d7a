# tests of eeprom
