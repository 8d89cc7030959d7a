<?php

// SPDX-License-Identifier: BSD-3-Clause
// Made by contrib/nms/generate.py from BREAKOUT-MIB: lines for 'trap_handlers' of config/snmptraps.php.

return [
    'trap_handlers' => [
        'BREAKOUT-MIB::brkLegMismatch' => \LibreNMS\Snmptrap\Handlers\BreakoutTrap::class,
        'BREAKOUT-MIB::brkLegMismatchCleared' => \LibreNMS\Snmptrap\Handlers\BreakoutTrap::class,
        'BREAKOUT-MIB::brkViolationRaised' => \LibreNMS\Snmptrap\Handlers\BreakoutTrap::class,
        'BREAKOUT-MIB::brkViolationCleared' => \LibreNMS\Snmptrap\Handlers\BreakoutTrap::class,
        'BREAKOUT-MIB::brkModuleInserted' => \LibreNMS\Snmptrap\Handlers\BreakoutTrap::class,
        'BREAKOUT-MIB::brkModuleRemoved' => \LibreNMS\Snmptrap\Handlers\BreakoutTrap::class,
        'BREAKOUT-MIB::brkLaneAlarm' => \LibreNMS\Snmptrap\Handlers\BreakoutTrap::class,
        'BREAKOUT-MIB::brkLaneAlarmCleared' => \LibreNMS\Snmptrap\Handlers\BreakoutTrap::class,
        'BREAKOUT-MIB::brkPortUnreadable' => \LibreNMS\Snmptrap\Handlers\BreakoutTrap::class,
        'BREAKOUT-MIB::brkPortReadable' => \LibreNMS\Snmptrap\Handlers\BreakoutTrap::class,
        'BREAKOUT-MIB::brkFlappingStarted' => \LibreNMS\Snmptrap\Handlers\BreakoutTrap::class,
        'BREAKOUT-MIB::brkFlappingEnded' => \LibreNMS\Snmptrap\Handlers\BreakoutTrap::class,
    ],
];
