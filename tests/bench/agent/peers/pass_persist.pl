#!/usr/bin/perl
# SPDX-License-Identifier: BSD-3-Clause
# pass_persist.pl ROWS: the table for snmpd's pass_persist, all answers made beforehand.
use strict;
use warnings;

$| = 1;
my $rows = $ARGV[0];
my $entry = '.1.3.6.1.4.1.8072.9999.9999.42.1.1';
my (@names, %answer, %following);

sub cell {
	my ($c, $k) = @_;
	return ('integer', -1000 - ($k * 7 + ($c - 1) * 13) % 30000) if $c <= 8;
	return ('gauge', 1310000000 + $k) if $c == 9;
	return ('gauge', 70000 + $k) if $c == 10;
	return ('counter', 4000000000 + $k) if $c == 11;
	return ('string', sprintf('Ethernet%05u/%02u', int($k / 8) + 1, $k % 8 + 1));
}

for my $c (1 .. 12) {
	for my $k (0 .. $rows - 1) {
		my $name = sprintf('%s.%u.%u.%u', $entry, $c, int($k / 8) + 1, $k % 8 + 1);
		$answer{$name} = join("\n", $name, cell($c, $k)) . "\n";
		$following{$names[-1]} = $answer{$name} if @names;
		push @names, $name;
	}
}

sub compare {
	my @a = split /\./, substr($_[0], 1);
	my @b = split /\./, substr($_[1], 1);
	for (my $i = 0; $i < @a && $i < @b; $i++) {
		return $a[$i] <=> $b[$i] if $a[$i] != $b[$i];
	}
	return @a <=> @b;
}

# What follows a name that is not one of ours.
sub after {
	my ($low, $high) = (0, scalar @names);
	while ($low < $high) {
		my $middle = int(($low + $high) / 2);
		if (compare($names[$middle], $_[0]) <= 0) { $low = $middle + 1 } else { $high = $middle }
	}
	return $low < @names ? $answer{$names[$low]} : "NONE\n";
}

while (my $command = <STDIN>) {
	chomp $command;
	if ($command eq 'PING') {
		print "PONG\n";
	} elsif ($command eq 'getnext') {
		chomp(my $asked = <STDIN>);
		print $following{$asked} // after($asked);
	} elsif ($command eq 'get') {
		chomp(my $asked = <STDIN>);
		print $answer{$asked} // "NONE\n";
	} else {
		<STDIN>;
		<STDIN>;
		print "not-writable\n";
	}
}
