"use strict";var de=Object.create;var S=Object.defineProperty;var ue=Object.getOwnPropertyDescriptor;var le=Object.getOwnPropertyNames;var me=Object.getPrototypeOf,pe=Object.prototype.hasOwnProperty;var fe=(e,t)=>{for(var r in t)S(e,r,{get:t[r],enumerable:!0})},L=(e,t,r,n)=>{if(t&&typeof t=="object"||typeof t=="function")for(let o of le(t))!pe.call(e,o)&&o!==r&&S(e,o,{get:()=>t[o],enumerable:!(n=ue(t,o))||n.enumerable});return e};var ge=(e,t,r)=>(r=e!=null?de(me(e)):{},L(t||!e||!e.__esModule?S(r,"default",{value:e,enumerable:!0}):r,e)),ye=e=>L(S({},"__esModule",{value:!0}),e);var Ge={};fe(Ge,{remediesFor:()=>te,trial:()=>ce});module.exports=ye(Ge);var M=require("node:fs");var I={go:0,usage:64,malformed:65,unreadable:66,never:69,bug:70,notNow:75};function A(e,t=60){let r=e.length>t?`${e.slice(0,t)}\u2026`:e;return`'${_(r)}'`}function _(e){return/[^ -~]/.test(e)?e.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,t=>{let r=t.charCodeAt(0);return r<256?`\\x${r.toString(16).padStart(2,"0")}`:`\\u${r.toString(16).padStart(4,"0")}`}):e}var B=class extends Error{};var h=class extends B{name="MalformedError";exitCode=I.malformed;file;line;constructor(t,r,n,o){super(`${t}: line ${r}: ${A(n)}: expected ${o}`),this.file=t,this.line=r}};function T(e,t){let r=0;for(let n=1;r<e.length;n++){let o=e.indexOf(`
`,r);o===-1&&(o=e.length),t(e.slice(r,o),n),r=o+1}}function be(e,t){let r=0;for(let n=t;n<e.length;n++)r+=(e[n]??0)*2**n;return r}function k(e,t){return e.reduce((r,{freeBlocks:n})=>r+be(n,t),0)}function F(e,t){if(t===0)return[];let r=e.filter(n=>!n.allowed||n.fits||!n.watermarkPages?!1:n.freePages>n.watermarkPages.min+(n.lowmemReservePages??0)+2**t);return[...new Set(r.map(({node:n})=>n))].sort((n,o)=>n-o)}function j(e,t){let r=/^(\d+\.\d+) /.exec(e??"")?.[1],n=t?.match(/^cpu\d+ /gm)?.length??0;return r===void 0||n===0?null:Number(r)/n}var $e=["compact_migrate_scanned","compact_free_scanned","compact_isolated"],we=["compact_daemon_wake","compact_daemon_migrate_scanned","compact_daemon_free_scanned"];function D(e,t){if(!e||!t)return null;let r=n=>(t.get(n)??0)>(e.get(n)??0);return we.some(r)?"kcompactd":$e.some(r)&&!r("compact_stall")?"another":null}var ke=1e3;function J(e,t){return e===0?t:Math.max(t,30*ke*Math.min(16,2**(e-1)))}var f=require("node:fs");async function x(e,t,r){let{spawn:n}=await Promise.resolve().then(()=>ge(require("node:child_process"),1)),{maxBytes:o,descriptors:s=[],env:a=process.env,cwd:d}=r,c=o===void 0?"ignore":"pipe";try{return await xe(n(e,t,{env:a,cwd:d,stdio:["ignore",c,c,...s]}),r)}catch(u){return{...W(u),output:""}}}function W(e){let{code:t,message:r}=e;return{ended:t==="ENOENT"?"absent":"failed",status:null,error:`cannot be run: ${r}`}}function xe(e,{limitMilliseconds:t,maxBytes:r=0}){return new Promise(n=>{let o=[],s=0,a="",d=i=>{clearTimeout(u),n({...i,output:Buffer.concat(o).toString("latin1")})},c=(i,l)=>{e.kill("SIGKILL"),e.stdout?.destroy(),e.stderr?.destroy(),e.unref(),d({ended:i,status:null,error:l})},u=setTimeout(()=>{c("late",`did not end within ${t} ms`)},t);e.stdout?.on("data",i=>{s+=i.length,s>r?c("failed",`printed more than ${r} bytes`):o.push(i)}),e.stderr?.on("data",i=>{a.length<200&&(a+=i.toString("latin1",0,200))}),e.on("error",i=>{d(W(i))}),e.on("close",(i,l)=>{let m=a.split(`
`,1)[0]??"";d({ended:l===null?"exit":"signal",status:i??l,error:m})})})}var Oe={ENOENT:"is not there",ENOTDIR:"is not there",EACCES:"may not be written by this user: it takes root of the host, in a container a privileged one",EPERM:"may not be written by this user: it takes root of the host, in a container a privileged one",EROFS:"is read-only here: it takes a privileged container",ENXIO:"is not a regular file",ELOOP:"is a symbolic link"};function O(e){let t;try{t=(0,f.openSync)(e,f.constants.O_WRONLY|f.constants.O_NOFOLLOW|f.constants.O_NONBLOCK)}catch(r){let n=r.code??String(r);return{refused:`${e} ${Oe[n]??`cannot be written (${n})`}`,absent:n==="ENOENT"}}return(0,f.fstatSync)(t).isFile()?{descriptor:t}:((0,f.closeSync)(t),{refused:`${e} is not a regular file: it is masked here`,absent:!1})}async function G(e){let t={descriptors:[e],limitMilliseconds:5e3},{ended:r,status:n}=await x("flock",["-n","3"],t);return n===0?"held":n===1||r==="late"?"busy":"no flock"}async function U(e,t,r){let n={descriptors:[e,t],limitMilliseconds:r},{ended:o,status:s}=await x("sh",["-c","printf 1 >&3"],n);return o==="late"?"late":s===0?"written":"refused"}var Se=/^-?\d+$/;function K(e,t,r,n,o){let s=new Map;if(T(t,(a,d)=>{let c=a.indexOf(" "),u=c-r.length,l=u>0&&a.startsWith(r,u)?Ce(a,c,n):null;if(l!==null)s.set(a.slice(0,u),l);else if(a.trim()!==""&&(r!==""||c<1||!Se.test(a.slice(c).trim())))throw new h(e,d,a,o)}),s.size===0)throw new h(e,1,"",o);return s}function Ce(e,t,r){let n=t;for(;e.charCodeAt(n)===32;)n++;let o=n,s=0;for(let d=e.charCodeAt(n)-48;d>=0&&d<=9;d=e.charCodeAt(++n)-48)s=s*10+d;if(n===o||n>o+16||!Number.isSafeInteger(s))return null;if(n===e.length)return s;let a=e.slice(n).trimEnd();return a===""||a===r?s:null}function q(e){return K("/proc/vmstat",e,"","","'name N'")}function C(e,t,r){let n=r.now(),o=()=>r.now()-n;return{not:(s,a=!1)=>({name:e,applied:!1,possible:!a,helped:null,nodes:[],why:`${t}: ${s}`,milliseconds:o()}),done:(s,a,d)=>({name:e,applied:!0,possible:!0,helped:s,nodes:a,why:d(v(o())),milliseconds:o()})}}function v(e){return`${(e/1e3).toFixed(1)} s`}var R=require("node:fs");var z=1e3;function P(e,t,r=Date.now()){let{atimeMs:n,mtimeMs:o}=(0,R.fstatSync)(e),s=Math.round(n/1e3),a=r-o;return s>=z||a<0?{left:0,useless:0}:{left:Math.max(0,J(s,t)-a),useless:s}}function H(e,t,r,n=Date.now()){let o=t?0:Math.min(P(e,r,n).useless+1,z-1);try{(0,R.futimesSync)(e,o,n/1e3)}catch{}}var Re=[50,250];async function E(e,t,r){let{machine:n,io:o}=r,s=r.limitMilliseconds(),a=o.now(),d=X(n),[c,u]=Re;await o.sleep(c+(u-c)*o.random());let i=D(d,X(n));if(i!==null)return{putOff:`${i==="another"?"somebody else":i} is compacting memory`};let l=await G(e.lock);if(l==="busy")return{putOff:`another guard ${e.doing}`};let m=P(e.lock,e.cooldown);if(m.left>0)return{putOff:`${m.useless>0?"the last time did not help":"the last time is not long ago"}, the next is in ${v(m.left)} at the earliest`};let g=r.judge().prediction;if(g.verdict==="available"||r.goes(g)&&!r.goes(t.prediction))return{putOff:"the request has become possible meanwhile"};if(o.now()-a>=s)return{putOff:"there is no time left"};o.say(l==="held"?e.announcement:`${e.announcement}, without a lock: there is no flock(1) here`);let y=!1;for(let p of e.descriptors){let $=s-(o.now()-a),w=$>0?await U(p,e.lock,$):"late";if(w==="refused")return"refused";w==="late"&&(y=!0)}let b=e.helped();return H(e.lock,b,e.cooldown),{helped:b,late:y}}function X(e){let t=e.text("proc/vmstat");try{return t===void 0?null:q(t)}catch{return null}}var Ee=5e3;function Y(){return{name:"compact",apply:Ne}}async function Ne(e,t){let{need:r,prediction:n,snapshot:o}=e,{machine:s}=t,{order:a,path:d}=r.request,{not:c,done:u}=C("compact","not compacted",t.io);if(d!=="contiguous"||a===0)return c("single pages are asked for, and it makes none",!0);let i=F(n.zones,a);if(i.length===0)return c("no zone has the free pages that compaction needs");let l=j(s.text("proc/loadavg"),s.text("proc/stat"));if(l!==null&&l>2)return c(`the load is ${l.toFixed(1)} tasks a CPU, more than ${2}`);let m=_e(s,i,o);if("refused"in m)return c(m.refused,!0);let g=m.all?"all nodes":`node ${i.join(", ")}`,y=Z(o,i,a),b=y;try{let p=await E({descriptors:m.descriptors,lock:m.lock,cooldown:Ee,announcement:`compacting ${g}, as --compact asks`,doing:"is compacting",helped:()=>(b=Z(s.look().snapshot,i,a))>y},e,t);if(p==="refused")return c("the kernel refused it",!0);if("putOff"in p)return c(p.putOff);let $=`free blocks of order ${a}+ ${y} -> ${b}`;return u(p.helped,i,w=>p.late?`compaction of ${g} goes on after ${w}: ${$}`:`compacted ${g} in ${w}: ${$}`)}finally{for(let p of new Set([...m.descriptors,m.lock]))(0,M.closeSync)(p)}}function _e(e,t,{buddyinfo:r}){let n=i=>O(e.path(`sys/devices/system/node/node${i}/compact`)),s=[Math.min(...r.map(i=>i.node)),...t].map(n),a=s.flatMap(i=>"descriptor"in i?i.descriptor:[]),[d,...c]=a;if(d!==void 0&&a.length===s.length)return{descriptors:c,lock:d,all:!1};for(let i of a)(0,M.closeSync)(i);let u=O(e.path("proc/sys/vm/compact_memory"));if("refused"in u){let i=s.find(l=>"refused"in l&&!l.absent);return u.absent&&i&&"refused"in i?i:u}return{descriptors:[u.descriptor],lock:u.descriptor,all:!0}}function Z({buddyinfo:e},t,r){let n=e.filter(({node:o})=>t.includes(o));return k(n,r)/2**r}var Q=require("node:fs");var Be=6e4;function ee(){return{name:"drop-caches",apply:Te}}async function Te(e,t){let{machine:r}=t,{not:n,done:o}=C("drop-caches","caches not dropped",t.io),s=O(r.path("proc/sys/vm/drop_caches"));if("refused"in s)return n(s.refused,!0);let{descriptor:a}=s,d=k(e.snapshot.buddyinfo,0),c=d;try{let u=await E({descriptors:[a],lock:a,cooldown:Be,announcement:"dropping the host's page cache, as --drop-caches asks",doing:"is dropping them",helped:()=>(c=k(r.look().snapshot.buddyinfo,0))>d},e,t);if(u==="refused")return n("the kernel refused it",!0);if("putOff"in u)return n(u.putOff);let i=`free pages ${d} -> ${c}`;return o(u.helped,[],l=>u.late?`dropping the page cache goes on after ${l}: ${i}`:`page cache dropped in ${l}: ${i}`)}finally{(0,Q.closeSync)(a)}}function te(e,t){let r=new Set([...e.dropCaches?[ee()]:[],...e.compact?[Y()]:[]]),n=new Map;return async o=>{let s=[],a=[],d=!1;for(let c of r){let u=s.length===0?o:t.judge();if(u.prediction.verdict==="available")break;let i=await c.apply(u,t);i.applied&&s.push(i.name),i.helped===!0&&(d=!0),i.possible||r.delete(c);let l=ve(i.why);(i.applied||n.get(c.name)!==l)&&a.push(i.why),n.set(c.name,l)}return{remedy:s.length===0?null:s.join(", "),helped:d,says:a.join("; ")}}}function ve(e){return e.replace(/\d+(\.\d+)?/g,"N")}var Pe=String.raw`
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
`,Me=String.raw`
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
`,re=[{name:"perl",arguments:["-e",Pe,"--"]},{name:"python3",arguments:["-I","-S","-c",Me]}];function ne(e){return{x64:228,arm64:113,riscv64:113,loong64:113,ppc64:246,s390x:260,arm:263,ia32:265}[e]??-1}function N(e){return{measured:null,via:null,microseconds:null,stalled:null,why:e}}function oe(e,t){return e===2?4*t-1024:t*2**(e-1)+1024+17*t}function se(e,t,r){return t*2**e/(r===8?64:32)*t}var Ie=2e4,Ae=65536,ae={datagram:"AF_UNIX datagram",ring:"pipe ring"},Fe=["arm","ia32","mips","mipsel"];async function ce(e){let{order:t,pageSize:r,root:n,limitMilliseconds:o=Ie}=e;if(n!=="/")return N("--root names files, and only the kernel of this machine can be asked");if(t<2)return N(`a block of order ${t} cannot be asked for by itself, only orders from ${2}`);let s=se(t,r,Fe.includes(process.arch)?4:8),a=[oe(t,r),s<=2147483648?s:0,ne(process.arch)].map(String),d=[];for(let c of re){let u=await De(c,a,o),i=Je(u,c);if(typeof i!="string")return i;if(d.push(i),u.ended==="late")break}return N(d.join("; "))}var je=/^(?:PERL|PYTHON|LC_|LANG)/;async function De({name:e,arguments:t},r,n){let o=Object.entries(process.env).filter(([a])=>!je.test(a)),s={...Object.fromEntries(o),LC_ALL:"C"};return x(e,[...t,...r],{env:s,limitMilliseconds:n,maxBytes:Ae})}function Je({ended:e,output:t},{name:r}){let n=[];for(let o of t.split(`
`)){let s=/^(datagram|ring) (granted|refused) (\d+|-) (-?\d+|-)$/.exec(o);if(s)return We(s,r);let a=/^(datagram|ring) no (.+)$/.exec(o);a&&n.push(`${ae[a[1]??""]??""}: ${_(a[2]??"")}`)}return e==="absent"?`${r} is not installed`:e==="late"?"the kernel did not answer in time":n.length>0?`${n.join(", ")} (${r})`:`${r} did not run the script`}function We([,e="",t,r,n],o){return{measured:t==="granted"?"granted":"refused",via:`${ae[e]??e} (${o})`,microseconds:r==="-"?null:Number(r),stalled:n==="-"?null:Number(n)>0,why:null}}0&&(module.exports={remediesFor,trial});
