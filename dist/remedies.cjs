"use strict";var le=Object.create;var x=Object.defineProperty;var de=Object.getOwnPropertyDescriptor;var me=Object.getOwnPropertyNames;var pe=Object.getPrototypeOf,fe=Object.prototype.hasOwnProperty;var ge=(e,t)=>{for(var r in t)x(e,r,{get:t[r],enumerable:!0})},B=(e,t,r,n)=>{if(t&&typeof t=="object"||typeof t=="function")for(let o of me(t))!fe.call(e,o)&&o!==r&&x(e,o,{get:()=>t[o],enumerable:!(n=de(t,o))||n.enumerable});return e};var L=(e,t,r)=>(r=e!=null?le(pe(e)):{},B(t||!e||!e.__esModule?x(r,"default",{value:e,enumerable:!0}):r,e)),ye=e=>B(x({},"__esModule",{value:!0}),e);var je={};ge(je,{remediesFor:()=>te,trial:()=>ue});module.exports=ye(je);var v=require("node:fs");var A={go:0,usage:64,malformed:65,unreadable:66,never:69,bug:70,notNow:75};var _=class extends Error{};var h=class extends _{name="MalformedError";exitCode=A.malformed;file;line;constructor(t,r,n,o){super(`${t}: line ${r}: ${he(n)}: expected ${o}`),this.file=t,this.line=r}};function he(e,t=60){let r=e.length>t?`${e.slice(0,t)}\u2026`:e;return`'${E(r)}'`}function E(e){return/[^ -~]/.test(e)?e.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,t=>{let r=t.charCodeAt(0);return r<256?`\\x${r.toString(16).padStart(2,"0")}`:`\\u${r.toString(16).padStart(4,"0")}`}):e}function T(e,t){let r=0;for(let n=1;r<e.length;n++){let o=e.indexOf(`
`,r);o===-1&&(o=e.length),t(e.slice(r,o),n),r=o+1}}function O(e,t){let r=0;for(let n=t;n<e.length;n++)r+=(e[n]??0)*2**n;return r}function I(e,t){if(t===0)return[];let r=e.filter(n=>!n.allowed||n.fits||!n.watermarkPages?!1:n.freePages>n.watermarkPages.min+(n.lowmemReservePages??0)+2**t);return[...new Set(r.map(({node:n})=>n))].sort((n,o)=>n-o)}function F(e,t){let r=/^(\d+\.\d+) /.exec(e??"")?.[1],n=t?.match(/^cpu\d+ /gm)?.length??0;return r===void 0||n===0?null:Number(r)/n}var be=["compact_migrate_scanned","compact_free_scanned","compact_isolated"],$e=["compact_daemon_wake","compact_daemon_migrate_scanned","compact_daemon_free_scanned"];function j(e,t){if(!e||!t)return null;let r=n=>(t.get(n)??0)>(e.get(n)??0);return $e.some(r)?"kcompactd":be.some(r)&&!r("compact_stall")?"another":null}var we=1e3;function D(e,t){return e===0?t:Math.max(t,30*we*Math.min(16,2**(e-1)))}var f=require("node:fs"),ke={ENOENT:"is not there",ENOTDIR:"is not there",EACCES:"may not be written by this user: it takes root of the host, in a container a privileged one",EPERM:"may not be written by this user: it takes root of the host, in a container a privileged one",EROFS:"is read-only here: it takes a privileged container",ENXIO:"is not a regular file",ELOOP:"is a symbolic link"};function k(e){let t;try{t=(0,f.openSync)(e,f.constants.O_WRONLY|f.constants.O_NOFOLLOW|f.constants.O_NONBLOCK)}catch(r){let n=r.code??String(r);return{refused:`${e} ${ke[n]??`cannot be written (${n})`}`,absent:n==="ENOENT"}}return(0,f.fstatSync)(t).isFile()?{descriptor:t}:((0,f.closeSync)(t),{refused:`${e} is not a regular file: it is masked here`,absent:!1})}async function G(e){let t=await J("flock",["-n","3"],[e],5e3);return t===0?"held":t===1||t==="late"?"busy":"no flock"}async function W(e,t,r){let n=await J("sh",["-c","printf 1 >&3"],[e,t],r);return n==="late"?"late":n===0?"written":"refused"}async function J(e,t,r,n){let{spawn:o}=await Promise.resolve().then(()=>L(require("node:child_process"),1)),i={stdio:["ignore","ignore","ignore",...r]};return new Promise(s=>{let u=o(e,t,i),c=setTimeout(()=>{u.kill("SIGKILL"),u.unref(),s("late")},n),l=a=>{clearTimeout(c),s(a)};u.once("error",()=>{l(null)}),u.once("exit",l)})}var xe=/^-?\d+$/;function U(e,t,r,n,o){let i=new Map;if(T(t,(s,u)=>{let c=s.indexOf(" "),l=c-r.length,d=l>0&&s.startsWith(r,l)?Oe(s,c,n):null;if(d!==null)i.set(s.slice(0,l),d);else if(s.trim()!==""&&(r!==""||c<1||!xe.test(s.slice(c).trim())))throw new h(e,u,s,o)}),i.size===0)throw new h(e,1,"",o);return i}function Oe(e,t,r){let n=t;for(;e.charCodeAt(n)===32;)n++;let o=n,i=0;for(let u=e.charCodeAt(n)-48;u>=0&&u<=9;u=e.charCodeAt(++n)-48)i=i*10+u;if(n===o||n>o+16||!Number.isSafeInteger(i))return null;if(n===e.length)return i;let s=e.slice(n).trimEnd();return s===""||s===r?i:null}function K(e){return U("/proc/vmstat",e,"","","'name N'")}function S(e,t,r){let n=r.now(),o=()=>r.now()-n;return{not:(i,s=!1)=>({name:e,applied:!1,possible:!s,helped:null,nodes:[],why:`${t}: ${i}`,milliseconds:o()}),done:(i,s,u)=>({name:e,applied:!0,possible:!0,helped:i,nodes:s,why:u(M(o())),milliseconds:o()})}}function M(e){return`${(e/1e3).toFixed(1)} s`}var C=require("node:fs");var q=1e3;function P(e,t,r=Date.now()){let{atimeMs:n,mtimeMs:o}=(0,C.fstatSync)(e),i=Math.round(n/1e3),s=r-o;return i>=q||s<0?{left:0,useless:0}:{left:Math.max(0,D(i,t)-s),useless:i}}function z(e,t,r,n=Date.now()){let o=t?0:Math.min(P(e,r,n).useless+1,q-1);try{(0,C.futimesSync)(e,o,n/1e3)}catch{}}var Se=[50,250];async function R(e,t,r){let{machine:n,io:o}=r,i=r.limitMilliseconds(),s=o.now(),u=H(n),[c,l]=Se;await o.sleep(c+(l-c)*o.random());let a=j(u,H(n));if(a!==null)return{putOff:`${a==="another"?"somebody else":a} is compacting memory`};let d=await G(e.lock);if(d==="busy")return{putOff:`another guard ${e.doing}`};let m=P(e.lock,e.rest);if(m.left>0)return{putOff:`${m.useless>0?"the last time did not help":"the last time is not long ago"}, the next is in ${M(m.left)} at the earliest`};let g=r.judge().prediction;if(g.verdict==="available"||r.goes(g)&&!r.goes(t.prediction))return{putOff:"the request has become possible meanwhile"};if(o.now()-s>=i)return{putOff:"there is no time left"};o.say(d==="held"?e.announcement:`${e.announcement}, without a lock: there is no flock(1) here`);let y=!1;for(let p of e.descriptors){let $=i-(o.now()-s),w=$>0?await W(p,e.lock,$):"late";if(w==="refused")return"refused";w==="late"&&(y=!0)}let b=e.helped();return z(e.lock,b,e.rest),{helped:b,late:y}}function H(e){let t=e.text("proc/vmstat");try{return t===void 0?null:K(t)}catch{return null}}var Ce=5e3;function Z(){return{name:"compact",apply:Re}}async function Re(e,t){let{need:r,prediction:n,snapshot:o}=e,{machine:i}=t,{order:s,path:u}=r.request,{not:c,done:l}=S("compact","not compacted",t.io);if(u!=="contiguous"||s===0)return c("single pages are asked for, and it makes none",!0);let a=I(n.zones,s);if(a.length===0)return c("no zone has the free pages that compaction needs");let d=F(i.text("proc/loadavg"),i.text("proc/stat"));if(d!==null&&d>2)return c(`the load is ${d.toFixed(1)} tasks a CPU, more than ${2}`);let m=Ne(i,a,o);if("refused"in m)return c(m.refused,!0);let g=m.all?"all nodes":`node ${a.join(", ")}`,y=V(o,a,s),b=y;try{let p=await R({descriptors:m.descriptors,lock:m.lock,rest:Ce,announcement:`compacting ${g}, as --compact asks`,doing:"is compacting",helped:()=>(b=V(i.look().snapshot,a,s))>y},e,t);if(p==="refused")return c("the kernel refused it",!0);if("putOff"in p)return c(p.putOff);let $=`free blocks of order ${s}+ ${y} -> ${b}`;return l(p.helped,a,w=>p.late?`compaction of ${g} goes on after ${w}: ${$}`:`compacted ${g} in ${w}: ${$}`)}finally{for(let p of new Set([...m.descriptors,m.lock]))(0,v.closeSync)(p)}}function Ne(e,t,{buddyinfo:r}){let n=a=>k(e.path(`sys/devices/system/node/node${a}/compact`)),i=[Math.min(...r.map(a=>a.node)),...t].map(n),s=i.flatMap(a=>"descriptor"in a?a.descriptor:[]),[u,...c]=s;if(u!==void 0&&s.length===i.length)return{descriptors:c,lock:u,all:!1};for(let a of s)(0,v.closeSync)(a);let l=k(e.path("proc/sys/vm/compact_memory"));if("refused"in l){let a=i.find(d=>"refused"in d&&!d.absent);return l.absent&&a&&"refused"in a?a:l}return{descriptors:[l.descriptor],lock:l.descriptor,all:!0}}function V({buddyinfo:e},t,r){return e.filter(({node:o})=>t.includes(o)).reduce((o,{freeBlocks:i})=>o+O(i,r),0)/2**r}var Q=require("node:fs");var _e=6e4;function ee(){return{name:"drop-caches",apply:Ee}}async function Ee(e,t){let{machine:r}=t,{not:n,done:o}=S("drop-caches","caches not dropped",t.io),i=k(r.path("proc/sys/vm/drop_caches"));if("refused"in i)return n(i.refused,!0);let{descriptor:s}=i,u=Y(e.snapshot),c=u;try{let l=await R({descriptors:[s],lock:s,rest:_e,announcement:"dropping the host's page cache, as --drop-caches asks",doing:"is dropping them",helped:()=>(c=Y(r.look().snapshot))>u},e,t);if(l==="refused")return n("the kernel refused it",!0);if("putOff"in l)return n(l.putOff);let a=`free pages ${u} -> ${c}`;return o(l.helped,[],d=>l.late?`dropping the page cache goes on after ${d}: ${a}`:`page cache dropped in ${d}: ${a}`)}finally{(0,Q.closeSync)(s)}}function Y({buddyinfo:e}){return e.reduce((t,{freeBlocks:r})=>t+O(r,0),0)}function te(e,t){let r=new Set([...e.dropCaches?[ee()]:[],...e.compact?[Z()]:[]]),n=new Map;return async o=>{let i=[],s=[],u=!1;for(let c of r){let l=i.length===0?o:t.judge();if(l.prediction.verdict==="available")break;let a=await c.apply(l,t);a.applied&&i.push(a.name),a.helped===!0&&(u=!0),a.possible||r.delete(c);let d=Te(a.why);(a.applied||n.get(c.name)!==d)&&s.push(a.why),n.set(c.name,d)}return{remedy:i.length===0?null:i.join(", "),helped:u,says:s.join("; ")}}}function Te(e){return e.replace(/\d+(\.\d+)?/g,"N")}var Me=/^(?:PERL|PYTHON|LC_|LANG)/;async function re({name:e,arguments:t},r,n){let{spawn:o}=await Promise.resolve().then(()=>L(require("node:child_process"),1)),i=Object.entries(process.env).filter(([c])=>!Me.test(c)),s=o(e,[...t,...r],{stdio:["ignore","pipe","ignore"],env:{...Object.fromEntries(i),LC_ALL:"C"}}),u="";return s.stdout.setEncoding("utf8"),s.stdout.on("data",c=>{u.length<4096&&(u+=c)}),await new Promise(c=>{let l=d=>{clearTimeout(a),c({ended:d,output:u})},a=setTimeout(()=>{s.kill("SIGKILL"),s.stdout.destroy(),s.unref(),l("late")},n);s.once("error",d=>{l(d.code==="ENOENT"?"absent":"badly")}),s.once("close",d=>{l(d===0?"well":"badly")})})}var Pe=String.raw`
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
`,ve=String.raw`
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
`,ne=[{name:"perl",arguments:["-e",Pe,"--"]},{name:"python3",arguments:["-I","-S","-c",ve]}];function oe(e){return{x64:228,arm64:113,riscv64:113,loong64:113,ppc64:246,s390x:260,arm:263,ia32:265}[e]??-1}function N(e){return{measured:null,via:null,microseconds:null,stalled:null,why:e}}function se(e,t){return e===2?4*t-1024:t*2**(e-1)+1024+17*t}function ie(e,t,r){return t*2**e/(r===8?64:32)*t}var Le=2e4,ce={datagram:"AF_UNIX datagram",ring:"pipe ring"},Ae=["arm","ia32","mips","mipsel"];async function ue(e){let{order:t,pageSize:r,root:n,limitMilliseconds:o=Le}=e;if(n!=="/")return N("--root names files, and only the kernel of this machine can be asked");if(t<2)return N(`a block of order ${t} cannot be asked for by itself, only orders from ${2}`);let i=ie(t,r,Ae.includes(process.arch)?4:8),s=[se(t,r),i<=2147483648?i:0,oe(process.arch)].map(String),u=[];for(let c of ne){let l=await re(c,s,o),a=Ie(l,c);if(typeof a!="string")return a;if(u.push(a),l.ended==="late")break}return N(u.join("; "))}function Ie({ended:e,output:t},{name:r}){let n=[];for(let o of t.split(`
`)){let i=/^(datagram|ring) (granted|refused) (\d+|-) (-?\d+|-)$/.exec(o);if(i)return Fe(i,r);let s=/^(datagram|ring) no (.+)$/.exec(o);s&&n.push(`${ce[s[1]??""]??""}: ${E(s[2]??"")}`)}return e==="absent"?`${r} is not installed`:e==="late"?"the kernel did not answer in time":n.length>0?`${n.join(", ")} (${r})`:`${r} did not run the script`}function Fe([,e="",t,r,n],o){return{measured:t==="granted"?"granted":"refused",via:`${ce[e]??e} (${o})`,microseconds:r==="-"?null:Number(r),stalled:n==="-"?null:Number(n)>0,why:null}}0&&(module.exports={remediesFor,trial});
