"use strict";var le=Object.create;var O=Object.defineProperty;var de=Object.getOwnPropertyDescriptor;var ue=Object.getOwnPropertyNames;var me=Object.getPrototypeOf,pe=Object.prototype.hasOwnProperty;var fe=(e,t)=>{for(var r in t)O(e,r,{get:t[r],enumerable:!0})},v=(e,t,r,n)=>{if(t&&typeof t=="object"||typeof t=="function")for(let o of ue(t))!pe.call(e,o)&&o!==r&&O(e,o,{get:()=>t[o],enumerable:!(n=de(t,o))||n.enumerable});return e};var L=(e,t,r)=>(r=e!=null?le(me(e)):{},v(t||!e||!e.__esModule?O(r,"default",{value:e,enumerable:!0}):r,e)),ge=e=>v(O({},"__esModule",{value:!0}),e);var je={};fe(je,{remediesFor:()=>ee,trial:()=>ce});module.exports=ge(je);var B=require("node:fs");var A={go:0,usage:64,malformed:65,unreadable:66,never:69,bug:70,notNow:75};var _=class extends Error{};var h=class extends _{name="MalformedError";exitCode=A.malformed;file;line;constructor(t,r,n,o){super(`${t}: line ${r}: ${ye(n)}: expected ${o}`),this.file=t,this.line=r}};function ye(e,t=60){let r=e.length>t?`${e.slice(0,t)}\u2026`:e;return`'${E(r)}'`}function E(e){return/[^ -~]/.test(e)?e.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,t=>{let r=t.charCodeAt(0);return r<256?`\\x${r.toString(16).padStart(2,"0")}`:`\\u${r.toString(16).padStart(4,"0")}`}):e}function T(e,t){let r=0;for(let n=1;r<e.length;n++){let o=e.indexOf(`
`,r);o===-1&&(o=e.length),t(e.slice(r,o),n),r=o+1}}function he(e,t){let r=0;for(let n=t;n<e.length;n++)r+=(e[n]??0)*2**n;return r}function k(e,t){return e.reduce((r,{freeBlocks:n})=>r+he(n,t),0)}function I(e,t){if(t===0)return[];let r=e.filter(n=>!n.allowed||n.fits||!n.watermarkPages?!1:n.freePages>n.watermarkPages.min+(n.lowmemReservePages??0)+2**t);return[...new Set(r.map(({node:n})=>n))].sort((n,o)=>n-o)}function F(e,t){let r=/^(\d+\.\d+) /.exec(e??"")?.[1],n=t?.match(/^cpu\d+ /gm)?.length??0;return r===void 0||n===0?null:Number(r)/n}var be=["compact_migrate_scanned","compact_free_scanned","compact_isolated"],we=["compact_daemon_wake","compact_daemon_migrate_scanned","compact_daemon_free_scanned"];function j(e,t){if(!e||!t)return null;let r=n=>(t.get(n)??0)>(e.get(n)??0);return we.some(r)?"kcompactd":be.some(r)&&!r("compact_stall")?"another":null}var $e=1e3;function D(e,t){return e===0?t:Math.max(t,30*$e*Math.min(16,2**(e-1)))}var f=require("node:fs"),ke={ENOENT:"is not there",ENOTDIR:"is not there",EACCES:"may not be written by this user: it takes root of the host, in a container a privileged one",EPERM:"may not be written by this user: it takes root of the host, in a container a privileged one",EROFS:"is read-only here: it takes a privileged container",ENXIO:"is not a regular file",ELOOP:"is a symbolic link"};function x(e){let t;try{t=(0,f.openSync)(e,f.constants.O_WRONLY|f.constants.O_NOFOLLOW|f.constants.O_NONBLOCK)}catch(r){let n=r.code??String(r);return{refused:`${e} ${ke[n]??`cannot be written (${n})`}`,absent:n==="ENOENT"}}return(0,f.fstatSync)(t).isFile()?{descriptor:t}:((0,f.closeSync)(t),{refused:`${e} is not a regular file: it is masked here`,absent:!1})}async function G(e){let t=await J("flock",["-n","3"],[e],5e3);return t===0?"held":t===1||t==="late"?"busy":"no flock"}async function W(e,t,r){let n=await J("sh",["-c","printf 1 >&3"],[e,t],r);return n==="late"?"late":n===0?"written":"refused"}async function J(e,t,r,n){let{spawn:o}=await Promise.resolve().then(()=>L(require("node:child_process"),1)),i={stdio:["ignore","ignore","ignore",...r]};return new Promise(s=>{let l=o(e,t,i),c=setTimeout(()=>{l.kill("SIGKILL"),l.unref(),s("late")},n),d=a=>{clearTimeout(c),s(a)};l.once("error",()=>{d(null)}),l.once("exit",d)})}var xe=/^-?\d+$/;function U(e,t,r,n,o){let i=new Map;if(T(t,(s,l)=>{let c=s.indexOf(" "),d=c-r.length,u=d>0&&s.startsWith(r,d)?Oe(s,c,n):null;if(u!==null)i.set(s.slice(0,d),u);else if(s.trim()!==""&&(r!==""||c<1||!xe.test(s.slice(c).trim())))throw new h(e,l,s,o)}),i.size===0)throw new h(e,1,"",o);return i}function Oe(e,t,r){let n=t;for(;e.charCodeAt(n)===32;)n++;let o=n,i=0;for(let l=e.charCodeAt(n)-48;l>=0&&l<=9;l=e.charCodeAt(++n)-48)i=i*10+l;if(n===o||n>o+16||!Number.isSafeInteger(i))return null;if(n===e.length)return i;let s=e.slice(n).trimEnd();return s===""||s===r?i:null}function K(e){return U("/proc/vmstat",e,"","","'name N'")}function S(e,t,r){let n=r.now(),o=()=>r.now()-n;return{not:(i,s=!1)=>({name:e,applied:!1,possible:!s,helped:null,nodes:[],why:`${t}: ${i}`,milliseconds:o()}),done:(i,s,l)=>({name:e,applied:!0,possible:!0,helped:i,nodes:s,why:l(M(o())),milliseconds:o()})}}function M(e){return`${(e/1e3).toFixed(1)} s`}var C=require("node:fs");var q=1e3;function P(e,t,r=Date.now()){let{atimeMs:n,mtimeMs:o}=(0,C.fstatSync)(e),i=Math.round(n/1e3),s=r-o;return i>=q||s<0?{left:0,useless:0}:{left:Math.max(0,D(i,t)-s),useless:i}}function z(e,t,r,n=Date.now()){let o=t?0:Math.min(P(e,r,n).useless+1,q-1);try{(0,C.futimesSync)(e,o,n/1e3)}catch{}}var Se=[50,250];async function R(e,t,r){let{machine:n,io:o}=r,i=r.limitMilliseconds(),s=o.now(),l=H(n),[c,d]=Se;await o.sleep(c+(d-c)*o.random());let a=j(l,H(n));if(a!==null)return{putOff:`${a==="another"?"somebody else":a} is compacting memory`};let u=await G(e.lock);if(u==="busy")return{putOff:`another guard ${e.doing}`};let m=P(e.lock,e.cooldown);if(m.left>0)return{putOff:`${m.useless>0?"the last time did not help":"the last time is not long ago"}, the next is in ${M(m.left)} at the earliest`};let g=r.judge().prediction;if(g.verdict==="available"||r.goes(g)&&!r.goes(t.prediction))return{putOff:"the request has become possible meanwhile"};if(o.now()-s>=i)return{putOff:"there is no time left"};o.say(u==="held"?e.announcement:`${e.announcement}, without a lock: there is no flock(1) here`);let y=!1;for(let p of e.descriptors){let w=i-(o.now()-s),$=w>0?await W(p,e.lock,w):"late";if($==="refused")return"refused";$==="late"&&(y=!0)}let b=e.helped();return z(e.lock,b,e.cooldown),{helped:b,late:y}}function H(e){let t=e.text("proc/vmstat");try{return t===void 0?null:K(t)}catch{return null}}var Ce=5e3;function Z(){return{name:"compact",apply:Re}}async function Re(e,t){let{need:r,prediction:n,snapshot:o}=e,{machine:i}=t,{order:s,path:l}=r.request,{not:c,done:d}=S("compact","not compacted",t.io);if(l!=="contiguous"||s===0)return c("single pages are asked for, and it makes none",!0);let a=I(n.zones,s);if(a.length===0)return c("no zone has the free pages that compaction needs");let u=F(i.text("proc/loadavg"),i.text("proc/stat"));if(u!==null&&u>2)return c(`the load is ${u.toFixed(1)} tasks a CPU, more than ${2}`);let m=Ne(i,a,o);if("refused"in m)return c(m.refused,!0);let g=m.all?"all nodes":`node ${a.join(", ")}`,y=V(o,a,s),b=y;try{let p=await R({descriptors:m.descriptors,lock:m.lock,cooldown:Ce,announcement:`compacting ${g}, as --compact asks`,doing:"is compacting",helped:()=>(b=V(i.look().snapshot,a,s))>y},e,t);if(p==="refused")return c("the kernel refused it",!0);if("putOff"in p)return c(p.putOff);let w=`free blocks of order ${s}+ ${y} -> ${b}`;return d(p.helped,a,$=>p.late?`compaction of ${g} goes on after ${$}: ${w}`:`compacted ${g} in ${$}: ${w}`)}finally{for(let p of new Set([...m.descriptors,m.lock]))(0,B.closeSync)(p)}}function Ne(e,t,{buddyinfo:r}){let n=a=>x(e.path(`sys/devices/system/node/node${a}/compact`)),i=[Math.min(...r.map(a=>a.node)),...t].map(n),s=i.flatMap(a=>"descriptor"in a?a.descriptor:[]),[l,...c]=s;if(l!==void 0&&s.length===i.length)return{descriptors:c,lock:l,all:!1};for(let a of s)(0,B.closeSync)(a);let d=x(e.path("proc/sys/vm/compact_memory"));if("refused"in d){let a=i.find(u=>"refused"in u&&!u.absent);return d.absent&&a&&"refused"in a?a:d}return{descriptors:[d.descriptor],lock:d.descriptor,all:!0}}function V({buddyinfo:e},t,r){let n=e.filter(({node:o})=>t.includes(o));return k(n,r)/2**r}var Y=require("node:fs");var _e=6e4;function Q(){return{name:"drop-caches",apply:Ee}}async function Ee(e,t){let{machine:r}=t,{not:n,done:o}=S("drop-caches","caches not dropped",t.io),i=x(r.path("proc/sys/vm/drop_caches"));if("refused"in i)return n(i.refused,!0);let{descriptor:s}=i,l=k(e.snapshot.buddyinfo,0),c=l;try{let d=await R({descriptors:[s],lock:s,cooldown:_e,announcement:"dropping the host's page cache, as --drop-caches asks",doing:"is dropping them",helped:()=>(c=k(r.look().snapshot.buddyinfo,0))>l},e,t);if(d==="refused")return n("the kernel refused it",!0);if("putOff"in d)return n(d.putOff);let a=`free pages ${l} -> ${c}`;return o(d.helped,[],u=>d.late?`dropping the page cache goes on after ${u}: ${a}`:`page cache dropped in ${u}: ${a}`)}finally{(0,Y.closeSync)(s)}}function ee(e,t){let r=new Set([...e.dropCaches?[Q()]:[],...e.compact?[Z()]:[]]),n=new Map;return async o=>{let i=[],s=[],l=!1;for(let c of r){let d=i.length===0?o:t.judge();if(d.prediction.verdict==="available")break;let a=await c.apply(d,t);a.applied&&i.push(a.name),a.helped===!0&&(l=!0),a.possible||r.delete(c);let u=Te(a.why);(a.applied||n.get(c.name)!==u)&&s.push(a.why),n.set(c.name,u)}return{remedy:i.length===0?null:i.join(", "),helped:l,says:s.join("; ")}}}function Te(e){return e.replace(/\d+(\.\d+)?/g,"N")}var Me=/^(?:PERL|PYTHON|LC_|LANG)/;async function te({name:e,arguments:t},r,n){let{spawn:o}=await Promise.resolve().then(()=>L(require("node:child_process"),1)),i=Object.entries(process.env).filter(([c])=>!Me.test(c)),s=o(e,[...t,...r],{stdio:["ignore","pipe","ignore"],env:{...Object.fromEntries(i),LC_ALL:"C"}}),l="";return s.stdout.setEncoding("utf8"),s.stdout.on("data",c=>{l.length<4096&&(l+=c)}),await new Promise(c=>{let d=u=>{clearTimeout(a),c({ended:u,output:l})},a=setTimeout(()=>{s.kill("SIGKILL"),s.stdout.destroy(),s.unref(),d("late")},n);s.once("error",u=>{d(u.code==="ENOENT"?"absent":"badly")}),s.once("close",u=>{d(u===0?"well":"badly")})})}var Pe=String.raw`
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
  return cannot('datagram', "needs a send buffer of $datagram bytes, net.core.wmem_max lets it have $room") if $room < $datagram;
  my $message = "\0" x $datagram;
  ask('datagram', Errno::ENOBUFS(), sub { defined send($from, $message, Socket::MSG_DONTWAIT()) });
}
sub ring {
  return cannot('ring', 'no pipe is that large') if !$pipe;
  pipe(my $out, my $in) or return cannot('ring', "no pipe: $!");
  ask('ring', Errno::ENOMEM(), sub { defined fcntl($in, 1031, $pipe + 0) });
}
datagram() or ring();
`,Be=String.raw`
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
        return no('datagram', f'needs a send buffer of {datagram} bytes, net.core.wmem_max lets it have {room}')
    message = bytes(datagram)
    return ask('datagram', errno.ENOBUFS, lambda: here.send(message, socket.MSG_DONTWAIT))
def by_ring():
    if pipe == 0:
        return no('ring', 'no pipe is that large')
    out, end = os.pipe()
    return ask('ring', errno.ENOMEM, lambda: fcntl.fcntl(end, 1031, pipe if pipe < 1 << 31 else pipe - (1 << 32)))
by_datagram() or by_ring()
`,re=[{name:"perl",arguments:["-e",Pe,"--"]},{name:"python3",arguments:["-I","-S","-c",Be]}];function ne(e){return{x64:228,arm64:113,riscv64:113,loong64:113,ppc64:246,s390x:260,arm:263,ia32:265}[e]??-1}function N(e){return{measured:null,via:null,microseconds:null,stalled:null,why:e}}function oe(e,t){return e===2?4*t-1024:t*2**(e-1)+1024+17*t}function se(e,t,r){return t*2**e/(r===8?64:32)*t}var Le=2e4,ae={datagram:"AF_UNIX datagram",ring:"pipe ring"},Ae=["arm","ia32","mips","mipsel"];async function ce(e){let{order:t,pageSize:r,root:n,limitMilliseconds:o=Le}=e;if(n!=="/")return N("--root names files, and only the kernel of this machine can be asked");if(t<2)return N(`a block of order ${t} cannot be asked for by itself, only orders from ${2}`);let i=se(t,r,Ae.includes(process.arch)?4:8),s=[oe(t,r),i<=2147483648?i:0,ne(process.arch)].map(String),l=[];for(let c of re){let d=await te(c,s,o),a=Ie(d,c);if(typeof a!="string")return a;if(l.push(a),d.ended==="late")break}return N(l.join("; "))}function Ie({ended:e,output:t},{name:r}){let n=[];for(let o of t.split(`
`)){let i=/^(datagram|ring) (granted|refused) (\d+|-) (-?\d+|-)$/.exec(o);if(i)return Fe(i,r);let s=/^(datagram|ring) no (.+)$/.exec(o);s&&n.push(`${ae[s[1]??""]??""}: ${E(s[2]??"")}`)}return e==="absent"?`${r} is not installed`:e==="late"?"the kernel did not answer in time":n.length>0?`${n.join(", ")} (${r})`:`${r} did not run the script`}function Fe([,e="",t,r,n],o){return{measured:t==="granted"?"granted":"refused",via:`${ae[e]??e} (${o})`,microseconds:r==="-"?null:Number(r),stalled:n==="-"?null:Number(n)>0,why:null}}0&&(module.exports={remediesFor,trial});
