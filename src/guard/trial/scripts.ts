/** What runs a trial, as Node has neither AF_UNIX datagrams nor fcntl. */
export interface Interpreter {
  name: 'perl' | 'python3';
  /** before the arguments of the script; nothing of the user's own set-up is loaded */
  arguments: readonly string[];
}

// Both take the bytes of the datagram, those of the pipe (0 for none) and the number of the system call clock_gettime (or -1),
// and print one line for each way: its name, the result, microseconds, stalls meanwhile ('-' for what is not known).
// A way that does not work prints "no" and why, and the next is tried. Everything is freed with the process, however it ends.

// perl-base has no Time::HiRes, hence the system call; importing Socket's exports would take longer than everything else.
const perl = String.raw`
use strict; use Errno (); use Socket ();
my ($datagram, $pipe, $clock) = @ARGV;
$| = 1;
sub stalls {
  open(my $file, '<', '/proc/vmstat') or return;
  my $sum = 0;
  while (<$file>) { $sum += $1 if /^(?:allocstall\w*|compact_stall) (\d+)$/ }
  $sum;
}
sub now {
  return if $clock < 0;
  my $time = "\0" x 16;
  return if syscall($clock + 0, 1, $time) != 0;
  my ($seconds, $nanoseconds) = unpack('l!l!', $time);
  $seconds * 1e6 + $nanoseconds / 1e3;
}
sub cannot { print "$_[0] no $_[1]\n"; 0 }
sub ask {
  my ($way, $refusal, $do) = @_;
  now();
  my $stalls = stalls();
  my $start = now();
  my $granted = $do->();
  my $error = $!;
  my $end = now();
  my $after = stalls();
  return cannot($way, $error) if !$granted && $error != $refusal;
  print join(' ', $way, $granted ? 'granted' : 'refused', defined $start ? int($end - $start) : '-',
    defined $stalls && defined $after ? $after - $stalls : '-'), "\n";
  1;
}
sub datagram {
  socketpair(my $from, my $to, Socket::AF_UNIX(), Socket::SOCK_DGRAM(), 0) or return cannot('datagram', "no socket: $!");
  my $wanted = pack('i', $datagram + 65536);
  setsockopt($from, Socket::SOL_SOCKET(), 32, $wanted) or setsockopt($from, Socket::SOL_SOCKET(), Socket::SO_SNDBUF(), $wanted);
  my $room = unpack('i', getsockopt($from, Socket::SOL_SOCKET(), Socket::SO_SNDBUF())) - 32;
  return cannot('datagram', "needs a send buffer of $datagram bytes, net.core.wmem_max allows $room") if $room < $datagram;
  my $message = "\0" x $datagram;
  ask('datagram', Errno::ENOBUFS(), sub { defined send($from, $message, Socket::MSG_DONTWAIT()) });
}
sub ring {
  return cannot('ring', 'no pipe is that large') if !$pipe;
  pipe(my $out, my $in) or return cannot('ring', "no pipe: $!");
  ask('ring', Errno::ENOMEM(), sub { defined fcntl($in, 1031, $pipe + 0) });
}
datagram() or ring();
`;

const python = String.raw`
import errno, fcntl, os, re, socket, struct, sys, time
datagram, pipe = int(sys.argv[1]), int(sys.argv[2])
def say(*words):
    print(*words, flush=True)
def stalls():
    try:
        with open('/proc/vmstat') as file:
            return sum(int(count) for count in re.findall(r'^(?:allocstall\w*|compact_stall) (\d+)$', file.read(), re.M))
    except OSError:
        return None
def no(way, why):
    say(way, 'no', why)
    return False
def ask(way, refusal, do):
    before = stalls()
    start = time.monotonic()
    error = None
    try:
        do()
    except OSError as caught:
        error = caught
    end = time.monotonic()
    after = stalls()
    if error is not None and error.errno != refusal:
        return no(way, os.strerror(error.errno))
    say(way, 'granted' if error is None else 'refused', int((end - start) * 1e6),
        '-' if before is None or after is None else after - before)
    return True
def by_datagram():
    try:
        here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    except OSError as error:
        return no('datagram', 'no socket: ' + os.strerror(error.errno))
    wanted = datagram + 65536
    for option in (32, socket.SO_SNDBUF):
        try:
            here.setsockopt(socket.SOL_SOCKET, option, wanted)
            break
        except OSError:
            pass
    room = here.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) - 32
    if room < datagram:
        return no('datagram', f'needs a send buffer of {datagram} bytes, net.core.wmem_max allows {room}')
    message = bytes(datagram)
    return ask('datagram', errno.ENOBUFS, lambda: here.send(message, socket.MSG_DONTWAIT))
def by_ring():
    if pipe == 0:
        return no('ring', 'no pipe is that large')
    out, end = os.pipe()
    return ask('ring', errno.ENOMEM, lambda: fcntl.fcntl(end, 1031, pipe if pipe < 1 << 31 else pipe - (1 << 32)))
by_datagram() or by_ring()
`;

/** Best first: perl-base is part of every Debian and Ubuntu, and perl starts faster. */
export const interpreters: readonly Interpreter[] = [
  { name: 'perl', arguments: ['-e', perl, '--'] },
  { name: 'python3', arguments: ['-I', '-S', '-c', python] },
];

/** The number of clock_gettime; -1 if it is not known. */
export function clockGettimeNumber(arch: string): number {
  const numbers: Record<string, number> = {
    x64: 228,
    arm64: 113,
    riscv64: 113,
    loong64: 113,
    ppc64: 246,
    s390x: 260,
    arm: 263,
    ia32: 265,
  };
  return numbers[arch] ?? -1;
}
