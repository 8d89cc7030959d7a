# What a service manager, udev and snmpd are given, and what packages are made from.
PACKAGING_SED = sed \
	-e 's|@sbindir[@]|$(sbindir)|g' \
	-e 's|@SNMPD_USER[@]|$(SNMPD_USER)|g' \
	-e 's|@MIB_ROOT[@]|$(MIB_ROOT)|g'

packaging/systemd/breakoutd.service: $(srcdir)/packaging/systemd/breakoutd.service.in Makefile
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(PACKAGING_SED) $(srcdir)/packaging/systemd/breakoutd.service.in >$@
packaging/made/breakoutd.conf: $(srcdir)/packaging/snmpd.conf.d/breakoutd.conf.in Makefile
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(PACKAGING_SED) $(srcdir)/packaging/snmpd.conf.d/breakoutd.conf.in >$@
CLEANFILES += packaging/systemd/breakoutd.service packaging/made/breakoutd.conf

if WITH_SYSTEMDSYSTEMUNITDIR
nodist_systemdsystemunit_DATA = packaging/systemd/breakoutd.service
endif
if WITH_SYSUSERSDIR
dist_sysusers_DATA = packaging/sysusers.d/breakoutd.conf
endif
if WITH_TMPFILESDIR
dist_tmpfiles_DATA = packaging/tmpfiles.d/breakoutd.conf
endif
if WITH_UDEVRULESDIR
dist_udevrules_DATA = packaging/udev/60-breakoutd.rules
endif
# Where snmpd reads a snmpd.conf.d, and how a first breakoutd.conf looks: the administrator
# puts them in place, or a package does.
snmpdconfdir = $(pkgdatadir)/snmpd.conf.d
nodist_snmpdconf_DATA = packaging/made/breakoutd.conf
dist_pkgdata_DATA = conf/breakoutd.conf

EXTRA_DIST += \
	packaging/systemd/breakoutd.service.in packaging/snmpd.conf.d/breakoutd.conf.in \
	packaging/rpm/breakoutd.spec packaging/rpm/rpmlint.toml \
	debian/breakoutd.docs debian/breakoutd.postinst debian/breakoutd.postrm \
	debian/breakoutd.prerm debian/changelog debian/control debian/copyright debian/rules debian/source/format \
	debian/tests/control debian/tests/serve
