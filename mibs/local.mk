# BREAKOUT-MIB.txt is written for the default root; what is built and installed
# is rooted as configured.
STANDARD_MIBS = SNMPv2-SMI SNMPv2-TC SNMPv2-CONF SNMPv2-MIB IF-MIB ENTITY-MIB ENTITY-SENSOR-MIB

snmpmibdir = $(datadir)/snmp/mibs
nodist_snmpmib_DATA = mibs/rooted/BREAKOUT-MIB.txt
standardmibdir = $(pkgdatadir)/mibs-standard
dist_standardmib_DATA = \
	mibs/standard/ENTITY-MIB.txt \
	mibs/standard/ENTITY-SENSOR-MIB.txt \
	mibs/standard/IF-MIB.txt \
	mibs/standard/SNMPv2-CONF.txt \
	mibs/standard/SNMPv2-MIB.txt \
	mibs/standard/SNMPv2-SMI.txt \
	mibs/standard/SNMPv2-TC.txt
EXTRA_DIST += mibs/BREAKOUT-MIB.txt mibs/reroot.awk
CLEANFILES += mibs/rooted/BREAKOUT-MIB.txt

mibs/rooted/BREAKOUT-MIB.txt: $(srcdir)/mibs/BREAKOUT-MIB.txt $(srcdir)/mibs/reroot.awk Makefile
	$(AM_V_GEN)$(MKDIR_P) mibs/rooted && \
	$(AWK) -v root='$(MIB_ROOT)' -f $(srcdir)/mibs/reroot.awk $(srcdir)/mibs/BREAKOUT-MIB.txt >$@.tmp && \
	mv $@.tmp $@

# Debian ships none of the IETF's modules. Where a name is found nowhere that
# Net-SNMP looks, ours is linked to beside BREAKOUT-MIB, so that full modules
# that come later can be told from it. Packages (DESTDIR) leave that to the
# administrator: a file of that name may belong to another package.
SNMP_MIB_DIRS = $(snmpmibdir) /usr/share/snmp/mibs /usr/share/snmp/mibs/ietf /usr/share/snmp/mibs/iana \
	/usr/local/share/snmp/mibs

install-data-hook:
	@if test -z '$(DESTDIR)'; then \
	  for mib in $(STANDARD_MIBS); do \
	    found=; \
	    for dir in $(SNMP_MIB_DIRS); do \
	      for file in $$dir/$$mib $$dir/$$mib.txt $$dir/$$mib.mib $$dir/$$mib.my; do \
	        if test -e $$file || test -L $$file; then found=$$file; fi; \
	      done; \
	    done; \
	    if test -n "$$found"; then continue; fi; \
	    echo " $(LN_S) $(standardmibdir)/$$mib.txt $(snmpmibdir)/$$mib.txt"; \
	    $(LN_S) '$(standardmibdir)'/$$mib.txt '$(snmpmibdir)'/$$mib.txt || exit 1; \
	  done; \
	fi

uninstall-hook:
	@for mib in $(STANDARD_MIBS); do \
	  link='$(DESTDIR)$(snmpmibdir)'/$$mib.txt; \
	  if test "`readlink $$link 2>/dev/null`" = '$(standardmibdir)'/$$mib.txt; then \
	    echo " rm -f $$link"; rm -f $$link; \
	  fi; \
	done
