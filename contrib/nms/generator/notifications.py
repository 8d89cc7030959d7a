# SPDX-License-Identifier: BSD-3-Clause
"""What kind each notification is. One of the MIB that is in no list is an error: choose."""

# Raises, whose severity is brkEventSeverity, and what ends each.
RAISES = {
    "brkLegMismatch": "brkLegMismatchCleared",
    "brkViolationRaised": "brkViolationCleared",
    "brkLaneAlarm": "brkLaneAlarmCleared",
    "brkPortUnreadable": "brkPortReadable",
    "brkFlappingStarted": "brkFlappingEnded",
}
# Inventory.
NEWS = ["brkModuleInserted", "brkModuleRemoved"]


def has_severity(notification):
    return notification.name in RAISES


def is_news(notification):
    return notification.name in NEWS


def check(mib):
    listed = [*RAISES, *RAISES.values(), *NEWS]
    return [f"{name} is in one of generator/notifications.py and the MIB only"
            for name in sorted(set(listed) ^ set(mib.notifications))]
