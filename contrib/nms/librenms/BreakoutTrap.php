<?php

// SPDX-License-Identifier: BSD-3-Clause
// All notifications of BREAKOUT-MIB: the sentence that breakoutd wrote, with its severity, at the port's
// interface where it has one. Goes to LibreNMS/Snmptrap/Handlers; snmptraps.php beside this names it.

namespace LibreNMS\Snmptrap\Handlers;

use App\Models\Device;
use LibreNMS\Enum\Severity;
use LibreNMS\Interfaces\SnmptrapHandler;
use LibreNMS\Snmptrap\Trap;

class BreakoutTrap implements SnmptrapHandler
{
    // As the MIB has it, and as it comes where snmptrapd translates it.
    private const SEVERITIES = [
        'none' => Severity::Ok, '1' => Severity::Ok,
        'info' => Severity::Info, '2' => Severity::Info,
        'minor' => Severity::Notice, '3' => Severity::Notice,
        'major' => Severity::Warning, '4' => Severity::Warning,
        'critical' => Severity::Error, '5' => Severity::Error,
    ];

    public function handle(Device $device, Trap $trap): void
    {
        $severity = self::SEVERITIES[$this->value($trap, 'brkEventSeverity')] ?? Severity::Unknown;
        $text = $this->value($trap, 'brkEventText');
        $ifIndex = (int) $this->value($trap, 'brkEventIfIndex');
        $port = $ifIndex > 0 ? $device->ports()->where('ifIndex', $ifIndex)->first() : null;

        if ($port !== null) {
            $trap->log($text, $severity, 'interface', $port->port_id);
        } else {
            $trap->log($text, $severity, 'trap', $this->value($trap, 'brkEventPortName'));
        }
    }

    private function value(Trap $trap, string $object): string
    {
        $oid = $trap->findOid("BREAKOUT-MIB::$object");

        return $oid === '' ? '' : trim((string) $trap->getOidData($oid), '"');
    }
}
