# SPDX-License-Identifier: BSD-3-Clause
# Roots BREAKOUT-MIB where ./configure --with-mib-root says (-v root=.1.3.6...).
# With the root that the file is written for, the output is the input.
BEGIN {
	written_for = ".1.3.6.1.4.1.8072.9999.9999.2420"
	if (root == "")
		root = written_for
	if (root != written_for) {
		if (index(root, ".1.3.6.1.4.1.") == 1) {
			parent = "enterprises"
			arcs = substr(root, length(".1.3.6.1.4.1.") + 1)
		} else if (index(root, ".1.3.6.1.") == 1) {
			parent = "internet"
			arcs = substr(root, length(".1.3.6.1.") + 1)
		} else {
			print "reroot.awk: " root " is not below .1.3.6.1 (internet)" > "/dev/stderr"
			exit failed = 1
		}
		gsub(/\./, " ", arcs)
	}
}
parent == "" { print; next }
/^    Integer32, Unsigned32, Gauge32, Counter32$/ { print $0 ", " parent; seen++; next }
/^        FROM IF-MIB$/ { print $0 ";"; seen++; next }
/^    netSnmpPlaypen$/ { seen++; next }
/^        FROM NET-SNMP-MIB;$/ { seen++; next }
/^    ::= [{] netSnmpPlaypen 2420 [}]$/ { print "    ::= { " parent " " arcs " }"; seen++; next }
{ print }
END {
	if (!failed && parent != "" && seen != 5) {
		print "reroot.awk: BREAKOUT-MIB.txt is not written as expected" > "/dev/stderr"
		exit 1
	}
	if (failed)
		exit 1
}
