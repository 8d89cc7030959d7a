libbreakout_a_SOURCES += \
	src/source/access.c src/source/access.h \
	src/source/adapter.c src/source/adapter.h \
	src/source/chassis.c src/source/chassis.h \
	src/source/devlink.c src/source/devlink.h \
	src/source/ethtool.c src/source/ethtool.h \
	src/source/ethtool_kernel.c src/source/ethtool_kernel.h \
	src/source/ethtool_link.c src/source/ethtool_link.h \
	src/source/file.c \
	src/source/genl.c src/source/genl.h \
	src/source/hwmon.c src/source/hwmon.h \
	src/source/hwmon_chip.h \
	src/source/hwmon_join.c \
	src/source/hwmon_libsensors.c \
	src/source/hwmon_module.c src/source/hwmon_module.h \
	src/source/hwmon_source.c src/source/hwmon_source.h \
	src/source/i2c.c src/source/i2c.h \
	src/source/i2c_io.c src/source/i2c_io.h \
	src/source/i2c_owner.c src/source/i2c_owner.h \
	src/source/monitor.c src/source/monitor.h \
	src/source/netdev.c src/source/netdev.h \
	src/source/netdev_claim.c src/source/netdev_claim.h \
	src/source/netdev_device.c src/source/netdev_device.h \
	src/source/netdev_name.c src/source/netdev_name.h \
	src/source/netdev_split.c src/source/netdev_split.h \
	src/source/node.c src/source/node.h \
	src/source/paging.c src/source/paging.h \
	src/source/rows.c src/source/rows.h \
	src/source/source.c src/source/source.h \
	src/source/sysfs.c
