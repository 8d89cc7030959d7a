# SPDX-License-Identifier: BSD-3-Clause
"""Nagios and Icinga 2: services by check_snmp, and by breakoutctl check on the host itself."""
HEAD = """\
# SPDX-License-Identifier: BSD-3-Clause
# Made by contrib/nms/generate.py from BREAKOUT-MIB.
"""

NAGIOS = """\
# For /etc/nagios4/conf.d. Put the hosts into the hostgroup breakouts; _SNMP_COMMUNITY is theirs.
# What is waived does not count. Without breakoutd on the host the answer is UNKNOWN or CRITICAL, not OK.
define command {{
    command_name  check_breakout_snmp
    command_line  /usr/lib/nagios/plugins/check_snmp -H $HOSTADDRESS$ -P 2c -C $_HOSTSNMP_COMMUNITY$ -o {oids} -w {warning} -c {critical} -l Breakouts: -u critical,major,minor
}}

define hostgroup {{
    hostgroup_name  breakouts
    alias           Switches with breakouts
}}

define service {{
    use                  generic-service
    hostgroup_name       breakouts
    service_description  Breakouts
    check_command        check_breakout_snmp
    # breakoutd has counted its scans before it says that something is wrong.
    max_check_attempts   1
}}

# Or, with the violations in words, on the host itself. In its /etc/nagios/nrpe.d/breakout.cfg:
#
#     command[check_breakout]=/usr/bin/breakoutctl check
#
# with the user nagios in the group that control-group of breakoutd.conf names. And here:
#
# define service {{
#     use                  generic-service
#     hostgroup_name       breakouts
#     service_description  Breakouts
#     check_command        check_nrpe!check_breakout
#     max_check_attempts   1
# }}
"""

ICINGA = """\
# For /etc/icinga2/conf.d. Hosts with vars.breakouts = true get the service; vars.snmp_community is theirs.
apply Service "breakouts" {{
  import "generic-service"
  check_command = "snmp"
  max_check_attempts = 1
  vars.snmp_version = "2c"
  vars.snmp_oid = "{oids}"
  vars.snmp_warn = "{warning}"
  vars.snmp_crit = "{critical}"
  vars.snmp_label = "Breakouts:"
  vars.snmp_units = "critical,major,minor"
  assign where host.vars.breakouts
}}

# Or, with the violations in words, by an Icinga agent on the host itself.
object CheckCommand "breakoutctl-check" {{
  command = [ "/usr/bin/breakoutctl", "check" ]
}}
"""


def files(mib):
    counts = ["brkAgentViolationsCritical", "brkAgentViolationsMajor", "brkAgentViolationsMinor"]
    # Ranges that are fine: anything above 0 of the first two is critical and a warning, of the third a warning.
    words = {"oids": ",".join(f".{mib.columns[c].oid}.0" for c in counts),
             "warning": "0:0,0:0,0:0", "critical": "0:0,0:,0:"}
    return {"nagios/breakout.cfg": HEAD + NAGIOS.format(**words), "icinga2/breakout.conf": HEAD + ICINGA.format(**words)}
