# files of src/rules
