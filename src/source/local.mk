# files of src/source
