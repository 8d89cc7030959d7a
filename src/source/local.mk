libbreakout_a_SOURCES += \
	src/source/file.c \
	src/source/netdev.c src/source/netdev.h \
	src/source/netdev_name.c src/source/netdev_name.h \
	src/source/netdev_split.c src/source/netdev_split.h \
	src/source/node.c src/source/node.h \
	src/source/source.c src/source/source.h \
	src/source/sysfs.c
