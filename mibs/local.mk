# files of mibs
