# tests of source
