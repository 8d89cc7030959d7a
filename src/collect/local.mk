# files of src/collect
