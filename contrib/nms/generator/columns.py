# SPDX-License-Identifier: BSD-3-Clause
"""Which columns the NMSs get. A column of the MIB that is in neither list is an error: choose."""

# State: one of several, that changes while things run. Facts: numbers, and texts of the
# kind that inventory wants. Of brkRuleTable and brkEventTable nothing: constants, and what traps carry.
STATES = [
    "brkPortPresence", "brkPortReadStatus", "brkModuleState", "brkModuleTemperatureStatus",
    "brkModuleSupplyStatus", "brkLaneStatus", "brkLaneDataPathState", "brkBreakoutHostSplit",
    "brkBreakoutVerdict", "brkLegVerdict",
]
KINDS = ["brkPortCageType", "brkPortRole", "brkModuleFormFactor", "brkModuleMedium"]
NUMBERS = [
    "brkAgentPollInterval", "brkAgentMonitorInterval", "brkAgentScanDuration", "brkAgentPorts",
    "brkAgentModules", "brkAgentBreakouts", "brkAgentViolationsCritical", "brkAgentViolationsMajor",
    "brkAgentViolationsMinor", "brkAgentViolationsInfo", "brkNotificationsEnabled", "brkNotificationsSent",
    "brkNotificationsSuppressed", "brkNotificationsDropped", "brkNotificationsRepeated",
    "brkEventLastIndex",
    "brkPortDataAge", "brkPortReadErrors", "brkPortInsertions",
    "brkModuleWavelength", "brkModuleRate", "brkModuleLanes", "brkModuleReach", "brkModuleMaxPower",
    "brkModuleTemperature", "brkModuleSupply", "brkModuleFlagEvents",
    "brkThresholdHighAlarm", "brkThresholdHighWarning", "brkThresholdLowWarning", "brkThresholdLowAlarm",
    "brkLaneRxPower", "brkLaneTxPower", "brkLaneTxBias", "brkLaneFlagChanges", "brkLaneFlagEvents",
    "brkBreakoutLegsExpected", "brkBreakoutLegsPresent", "brkBreakoutLegRate", "brkBreakoutSeverity",
    "brkBreakoutViolations",
    "brkLegSeverity", "brkLegLossTowardLeg", "brkLegLossTowardTrunk", "brkLegDataAge",
    "brkViolationSeverity",
]
BITS = ["brkLaneSignals"]
DATES = ["brkAgentStartTime", "brkAgentLastScanTime", "brkViolationSince"]
TEXTS = [
    "brkAgentVersion", "brkPortSplitMode", "brkModuleTypeName", "brkModuleVendor", "brkModulePartNumber",
    "brkModuleSerial", "brkModuleFirmware", "brkBreakoutMode", "brkLegExpectedType", "brkLegObservedType",
    "brkViolationExpected", "brkViolationObserved",
]
# Columns that name a row, or say what it belongs to: labels of the others.
LABELS = [
    "brkPortName", "brkBreakoutName", "brkLaneBreakout", "brkLaneLeg", "brkBreakoutTrunkPort", "brkLegPort",
    "brkViolationRuleId", "brkViolationBreakout", "brkViolationLeg", "brkViolationPort", "brkViolationLane",
    "brkViolationWaived",
]
LEFT_OUT = [
    "brkAgentTablesLastChange",
    "brkPortSourceKind", "brkPortReadDetail", "brkPortSplitSupported", "brkPortIfIndex",
    "brkPortEntPhysicalIndex", "brkPortMonitorChip",
    "brkModuleIdentifier", "brkModuleVendorOui", "brkModuleRevision", "brkModuleDateCode",
    "brkModuleConnectorCode", "brkModuleConnector", "brkModuleWavelengthTolerance", "brkModuleLaneRate",
    "brkModuleModulation", "brkModuleSplittable", "brkModuleSplitModes", "brkModuleFarEnd",
    "brkModulePowerClass", "brkModuleManagement", "brkModuleChecksumStatus", "brkModuleDomSupport",
    "brkModuleLastFlagEvent", "brkModuleLastFlags", "brkModuleTypeDerived",
    "brkLaneSignalsKnown", "brkLaneAlarms", "brkLaneAlarmsKnown", "brkLaneLastChange", "brkLaneIfIndex",
    "brkLaneLastFlagEvent", "brkLaneLastFlagSignals", "brkLaneLastFlagAlarms",
    "brkBreakoutHarness", "brkBreakoutLastChange", "brkBreakoutOrigin",
    "brkLegFirstLane", "brkLegLaneCount", "brkLegFirstHostLane", "brkLegHostLanes",
    "brkLegTrunkIfIndex", "brkLegPeerKind", "brkLegRemoteAgent",
    "brkLegRemotePort", "brkLegExpectedRate", "brkLegExpectedWavelength", "brkLegExpectedMedium",
    "brkLegObservedRate", "brkLegObservedVendor", "brkLegObservedPartNumber", "brkLegObservedSerial",
    "brkLegObservedWavelength", "brkLegObservedMedium", "brkLegLastChange", "brkLegPeerOrigin",
    "brkViolationRule", "brkViolationEvidence",
]
TABLES = ["brkAgent", "brkPortTable", "brkModuleTable", "brkThresholdTable", "brkLaneTable", "brkBreakoutTable",
          "brkLegTable", "brkViolationTable"]
EXPORTED = STATES + KINDS + NUMBERS + BITS + DATES + TEXTS


def check(mib):
    """What is wrong with the lists, as lines."""
    there = {c.name for t in TABLES for c in mib.tables[t].columns.values() if c.access != "not-accessible"}
    listed = EXPORTED + LABELS + LEFT_OUT
    return ([f"{name} is new: export it or leave it out in generator/columns.py" for name in sorted(there - set(listed))]
            + [f"{name} is listed in generator/columns.py but not in the MIB" for name in listed if name not in there]
            + [f"{name} is listed twice in generator/columns.py" for name in set(listed) if listed.count(name) > 1]
            + [f"{name} has no labels" for name in STATES + KINDS if name in there and not mib.columns[name].is_enum])


def exported(mib, table):
    return [c for c in mib.tables[table].columns.values() if c.name in EXPORTED]
