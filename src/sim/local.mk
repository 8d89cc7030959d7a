# files of src/sim
