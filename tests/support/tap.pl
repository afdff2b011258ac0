#!/usr/bin/perl
# Reads TAP from a file as Perl's own TAP::Parser does, and prints what it made of it as JSON.
# TAP::Parser speaks version 13, of which 14 is an extension (sub-tests): the version line is told so.
use strict;
use warnings;
use JSON::PP;
use TAP::Parser;

my $tap = do { local $/; open my $in, '<', $ARGV[0] or die "$ARGV[0]: $!"; <$in> };
$tap =~ s/\ATAP version 14\n/TAP version 13\n/ or die "the first line is not 'TAP version 14'\n";
my $parser = TAP::Parser->new({tap => $tap});
my (@points, $bail);
while (my $result = $parser->next) {
    if ($result->is_test) {
        push @points, {ok => $result->is_actual_ok ? \1 : \0, number => $result->number, description => $result->description,
                       directive => $result->directive, explanation => $result->explanation, yaml => undef};
    }
    $points[-1]{yaml} = $result->data if $result->is_yaml;
    $bail = $result->explanation if $result->is_bailout;
    die 'not understood: ' . $result->raw . "\n" if $result->is_unknown;
}
print JSON::PP->new->canonical->encode({points => \@points, bail => $bail, errors => [$parser->parse_errors],
    planned => $parser->tests_planned, run => $parser->tests_run, failed => scalar($parser->failed), skipped => scalar($parser->skipped)});
