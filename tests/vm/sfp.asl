// SPDX-License-Identifier: BSD-3-Clause
//
// Bus 0 of breakout_i2c, and an SFP cage on it for the kernel's sfp driver, as
// a device tree would have it.
DefinitionBlock ("", "SSDT", 2, "BRKOUT", "TESTSFP", 1)
{
	Scope (\_SB)
	{
		Device (BRK0)
		{
			Name (_HID, "BRKT0001")
			Name (_UID, 0)
		}
		Device (SFP0)
		{
			Name (_HID, "PRP0001")
			Name (_UID, 0)
			Name (_DSD, Package ()
			{
				ToUUID ("daffd814-6eba-4d8c-8a91-bc9bbf4aa301"),
				Package ()
				{
					Package () { "compatible", "sff,sfp" },
					Package () { "i2c-bus", \_SB.BRK0 },
					Package () { "maximum-power-milliwatt", 3500 }
				}
			})
		}
	}
}
