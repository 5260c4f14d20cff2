"use strict";var de=Object.create;var S=Object.defineProperty;var ue=Object.getOwnPropertyDescriptor;var le=Object.getOwnPropertyNames;var me=Object.getPrototypeOf,pe=Object.prototype.hasOwnProperty;var fe=(e,t)=>{for(var r in t)S(e,r,{get:t[r],enumerable:!0})},M=(e,t,r,n)=>{if(t&&typeof t=="object"||typeof t=="function")for(let o of le(t))!pe.call(e,o)&&o!==r&&S(e,o,{get:()=>t[o],enumerable:!(n=ue(t,o))||n.enumerable});return e};var ge=(e,t,r)=>(r=e!=null?de(me(e)):{},M(t||!e||!e.__esModule?S(r,"default",{value:e,enumerable:!0}):r,e)),ye=e=>M(S({},"__esModule",{value:!0}),e);var We={};fe(We,{remediesFor:()=>te,trial:()=>ce});module.exports=ye(We);var B=require("node:fs");function he(e,t){let r=0;for(let n=t;n<e.length;n++)r+=(e[n]??0)*2**n;return r}function w(e,t){return e.reduce((r,{freeBlocks:n})=>r+he(n,t),0)}function L(e,t){if(t===0)return[];let r=e.filter(n=>!n.allowed||n.fits||!n.watermarkPages?!1:n.freePages>n.watermarkPages.min+(n.lowmemReservePages??0)+2**t);return[...new Set(r.map(({node:n})=>n))].sort((n,o)=>n-o)}function I(e,t){let r=/^(\d+\.\d+) /.exec(e??"")?.[1],n=t?.match(/^cpu\d+ /gm)?.length??0;return r===void 0||n===0?null:Number(r)/n}var be=["compact_migrate_scanned","compact_free_scanned","compact_isolated"],$e=["compact_daemon_wake","compact_daemon_migrate_scanned","compact_daemon_free_scanned"];function A(e,t){if(!e||!t)return null;let r=n=>(t.get(n)??0)>(e.get(n)??0);return $e.some(r)?"kcompactd":be.some(r)&&!r("compact_stall")?"another":null}var we=1e3;function F(e,t){return e===0?t:Math.max(t,30*we*Math.min(16,2**(e-1)))}var f=require("node:fs");async function k(e,t,r){let{spawn:n}=await Promise.resolve().then(()=>ge(require("node:child_process"),1)),{maxBytes:o,descriptors:s=[],env:a=process.env,cwd:d}=r,c=o===void 0?"ignore":"pipe";try{return await ke(n(e,t,{env:a,cwd:d,stdio:["ignore",c,c,...s]}),r)}catch(u){return{...j(u),output:""}}}function j(e){let{code:t,message:r}=e;return{ended:t==="ENOENT"?"absent":"failed",status:null,error:`cannot be run: ${r}`}}function ke(e,{limitMilliseconds:t,maxBytes:r=0}){return new Promise(n=>{let o=[],s=0,a="",d=i=>{clearTimeout(u),n({...i,output:Buffer.concat(o).toString("latin1")})},c=(i,l)=>{e.kill("SIGKILL"),e.stdout?.destroy(),e.stderr?.destroy(),e.unref(),d({ended:i,status:null,error:l})},u=setTimeout(()=>{c("late",`did not end within ${t} ms`)},t);e.stdout?.on("data",i=>{s+=i.length,s>r?c("failed",`printed more than ${r} bytes`):o.push(i)}),e.stderr?.on("data",i=>{a.length<200&&(a+=i.toString("latin1",0,200))}),e.on("error",i=>{d(j(i))}),e.on("close",(i,l)=>{let m=a.split(`
`,1)[0]??"";d({ended:l===null?"exit":"signal",status:i??l,error:m})})})}var xe={ENOENT:"is not there",ENOTDIR:"is not there",EACCES:"may not be written by this user: it takes root of the host, in a container a privileged one",EPERM:"may not be written by this user: it takes root of the host, in a container a privileged one",EROFS:"is read-only here: it takes a privileged container",ENXIO:"is not a regular file",ELOOP:"is a symbolic link"};function x(e){let t;try{t=(0,f.openSync)(e,f.constants.O_WRONLY|f.constants.O_NOFOLLOW|f.constants.O_NONBLOCK)}catch(r){let n=r.code??String(r);return{refused:`${e} ${xe[n]??`cannot be written (${n})`}`,absent:n==="ENOENT"}}return(0,f.fstatSync)(t).isFile()?{descriptor:t}:((0,f.closeSync)(t),{refused:`${e} is not a regular file: it is masked here`,absent:!1})}async function D(e){let t={descriptors:[e],limitMilliseconds:5e3},{ended:r,status:n}=await k("flock",["-n","3"],t);return n===0?"held":n===1||r==="late"?"busy":"no flock"}async function J(e,t,r){let n={descriptors:[e,t],limitMilliseconds:r},{ended:o,status:s}=await k("sh",["-c","printf 1 >&3"],n);return o==="late"?"late":s===0?"written":"refused"}var W={go:0,usage:64,malformed:65,unreadable:66,never:69,bug:70,notWritten:74,notNow:75};function G(e,t=60){let r=e.length>t?`${e.slice(0,t)}\u2026`:e;return`'${_(r)}'`}function _(e){return/[^ -~]/.test(e)?e.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,t=>{let r=t.charCodeAt(0);return r<256?`\\x${r.toString(16).padStart(2,"0")}`:`\\u${r.toString(16).padStart(4,"0")}`}):e}var v=class extends Error{};var O=class extends v{name="MalformedError";exitCode=W.malformed;file;line;constructor(t,r,n,o){super(`${t}: line ${r}: ${G(n)}: expected ${o}`),this.file=t,this.line=r}};function U(e,t){let r=0;for(let n=1;r<e.length;n++){let o=e.indexOf(`
`,r);o===-1&&(o=e.length),t(e.slice(r,o),n),r=o+1}}var Oe=/^-?\d+$/;function K(e,t,r,n,o){let s=new Map;if(U(t,(a,d)=>{let c=a.indexOf(" "),u=c-r.length,l=u>0&&a.startsWith(r,u)?Se(a,c,n):null;if(l!==null)s.set(a.slice(0,u),l);else if(a.trim()!==""&&(r!==""||c<1||!Oe.test(a.slice(c).trim())))throw new O(e,d,a,o)}),s.size===0)throw new O(e,1,"",o);return s}function Se(e,t,r){let n=t;for(;e.charCodeAt(n)===32;)n++;let o=n,s=0;for(let d=e.charCodeAt(n)-48;d>=0&&d<=9;d=e.charCodeAt(++n)-48)s=s*10+d;if(n===o||n>o+16||!Number.isSafeInteger(s))return null;if(n===e.length)return s;let a=e.slice(n).trimEnd();return a===""||a===r?s:null}function q(e){return K("/proc/vmstat",e,"","","'name N'")}function C(e,t,r){let n=r.now(),o=()=>r.now()-n;return{not:(s,a=!1)=>({name:e,applied:!1,possible:!a,helped:null,nodes:[],why:`${t}: ${s}`,milliseconds:o()}),done:(s,a,d)=>({name:e,applied:!0,possible:!0,helped:s,nodes:a,why:d(P(o())),milliseconds:o()})}}function P(e){return`${(e/1e3).toFixed(1)} s`}var E=require("node:fs");var V=1e3;function T(e,t,r=Date.now()){let{atimeMs:n,mtimeMs:o}=(0,E.fstatSync)(e),s=Math.round(n/1e3),a=r-o;return s>=V||a<0?{left:0,useless:0}:{left:Math.max(0,F(s,t)-a),useless:s}}function X(e,t,r,n=Date.now()){let o=t?0:Math.min(T(e,r,n).useless+1,V-1);try{(0,E.futimesSync)(e,o,n/1e3)}catch{}}var Ce=[50,250];async function R(e,t,r){let{machine:n,io:o}=r,s=r.limitMilliseconds(),a=o.now(),d=H(n),[c,u]=Ce;await o.sleep(c+(u-c)*o.random());let i=A(d,H(n));if(i!==null)return{putOff:`${i==="another"?"somebody else":i} is compacting memory`};let l=await D(e.lock);if(l==="busy")return{putOff:`another guard ${e.doing}`};let m=T(e.lock,e.cooldown);if(m.left>0)return{putOff:`${m.useless>0?"the last time did not help":"the last time is not long ago"}, the next is in ${P(m.left)} at the earliest`};let g=r.judge().prediction;if(g.verdict==="available"||r.goes(g)&&!r.goes(t.prediction))return{putOff:"the request has become possible meanwhile"};if(o.now()-a>=s)return{putOff:"there is no time left"};o.say(l==="held"?e.announcement:`${e.announcement}, without a lock: there is no flock(1) here`);let y=!1;for(let p of e.descriptors){let b=s-(o.now()-a),$=b>0?await J(p,e.lock,b):"late";if($==="refused")return"refused";$==="late"&&(y=!0)}let h=e.helped();return X(e.lock,h,e.cooldown),{helped:h,late:y}}function H(e){let t=e.text("proc/vmstat");try{return t===void 0?null:q(t)}catch{return null}}var Ee=5e3;function Q(){return{name:"compact",apply:Re}}async function Re(e,t){let{need:r,prediction:n,snapshot:o}=e,{machine:s}=t,{order:a,path:d}=r.request,{not:c,done:u}=C("compact","not compacted",t.io);if(d!=="contiguous"||a===0)return c("single pages are asked for, and it makes none",!0);let i=L(n.zones,a);if(i.length===0)return c("no zone has the free pages that compaction needs");let l=I(s.text("proc/loadavg"),s.text("proc/stat"));if(l!==null&&l>2)return c(`the load is ${l.toFixed(1)} tasks a CPU, more than ${2}`);let m=Ne(s,i,o);if("refused"in m)return c(m.refused,!0);let g=m.all?"all nodes":`node ${i.join(", ")}`,y=Z(o,i,a),h=y;try{let p=await R({descriptors:m.descriptors,lock:m.lock,cooldown:Ee,announcement:`compacting ${g}, as --compact asks`,doing:"is compacting",helped:()=>(h=Z(s.look().snapshot,i,a))>y},e,t);if(p==="refused")return c("the kernel refused it",!0);if("putOff"in p)return c(p.putOff);let b=`free blocks of order ${a}+ ${y} -> ${h}`;return u(p.helped,i,$=>p.late?`compaction of ${g} goes on after ${$}: ${b}`:`compacted ${g} in ${$}: ${b}`)}finally{for(let p of new Set([...m.descriptors,m.lock]))(0,B.closeSync)(p)}}function Ne(e,t,{buddyinfo:r}){let n=i=>x(e.path(`sys/devices/system/node/node${i}/compact`)),s=[Math.min(...r.map(i=>i.node)),...t].map(n),a=s.flatMap(i=>"descriptor"in i?i.descriptor:[]),[d,...c]=a;if(d!==void 0&&a.length===s.length)return{descriptors:c,lock:d,all:!1};for(let i of a)(0,B.closeSync)(i);let u=x(e.path("proc/sys/vm/compact_memory"));if("refused"in u){let i=s.find(l=>"refused"in l&&!l.absent);return u.absent&&i&&"refused"in i?i:u}return{descriptors:[u.descriptor],lock:u.descriptor,all:!0}}function Z({buddyinfo:e},t,r){let n=e.filter(({node:o})=>t.includes(o));return w(n,r)/2**r}var z=require("node:fs");var _e=6e4;function ee(){return{name:"drop-caches",apply:ve}}async function ve(e,t){let{machine:r}=t,{not:n,done:o}=C("drop-caches","caches not dropped",t.io),s=x(r.path("proc/sys/vm/drop_caches"));if("refused"in s)return n(s.refused,!0);let{descriptor:a}=s,d=w(e.snapshot.buddyinfo,0),c=d;try{let u=await R({descriptors:[a],lock:a,cooldown:_e,announcement:"dropping the host's page cache, as --drop-caches asks",doing:"is dropping them",helped:()=>(c=w(r.look().snapshot.buddyinfo,0))>d},e,t);if(u==="refused")return n("the kernel refused it",!0);if("putOff"in u)return n(u.putOff);let i=`free pages ${d} -> ${c}`;return o(u.helped,[],l=>u.late?`dropping the page cache goes on after ${l}: ${i}`:`page cache dropped in ${l}: ${i}`)}finally{(0,z.closeSync)(a)}}function te(e,t){let r=new Set([...e.dropCaches?[ee()]:[],...e.compact?[Q()]:[]]),n=new Map;return async o=>{let s=[],a=[],d=!1;for(let c of r){let u=s.length===0?o:t.judge();if(u.prediction.verdict==="available")break;let i=await c.apply(u,t);i.applied&&s.push(i.name),i.helped===!0&&(d=!0),i.possible||r.delete(c);let l=Pe(i.why);(i.applied||n.get(c.name)!==l)&&a.push(i.why),n.set(c.name,l)}return{remedy:s.length===0?null:s.join(", "),helped:d,says:a.join("; ")}}}function Pe(e){return e.replace(/\d+(\.\d+)?/g,"N")}var Te=String.raw`
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
`,re=[{name:"perl",arguments:["-e",Te,"--"]},{name:"python3",arguments:["-I","-S","-c",Be]}];function ne(e){return{x64:228,arm64:113,riscv64:113,loong64:113,ppc64:246,s390x:260,arm:263,ia32:265}[e]??-1}function N(e){return{measured:null,via:null,microseconds:null,stalled:null,why:e}}function oe(e,t){return e===2?4*t-1024:t*2**(e-1)+1024+17*t}function se(e,t,r){return t*2**e/(r===8?64:32)*t}var Le=2e4,Ie=65536,ae={datagram:"AF_UNIX datagram",ring:"pipe ring"},Ae=["arm","ia32","mips","mipsel"];async function ce(e){let{order:t,pageSize:r,root:n,limitMilliseconds:o=Le}=e;if(n!=="/")return N("--root names files, and only the kernel of this machine can be asked");if(t<2)return N(`a block of order ${t} cannot be asked for by itself, only orders from ${2}`);let s=se(t,r,Ae.includes(process.arch)?4:8),a=[oe(t,r),s<=2147483648?s:0,ne(process.arch)].map(String),d=[];for(let c of re){let u=await je(c,a,o),i=De(u,c);if(typeof i!="string")return i;if(d.push(i),u.ended==="late")break}return N(d.join("; "))}var Fe=/^(?:PERL|PYTHON|LC_|LANG)/;async function je({name:e,arguments:t},r,n){let o=Object.entries(process.env).filter(([a])=>!Fe.test(a)),s={...Object.fromEntries(o),LC_ALL:"C"};return k(e,[...t,...r],{env:s,limitMilliseconds:n,maxBytes:Ie})}function De({ended:e,output:t},{name:r}){let n=[];for(let o of t.split(`
`)){let s=/^(datagram|ring) (granted|refused) (\d+|-) (-?\d+|-)$/.exec(o);if(s)return Je(s,r);let a=/^(datagram|ring) no (.+)$/.exec(o);a&&n.push(`${ae[a[1]??""]??""}: ${_(a[2]??"")}`)}return e==="absent"?`${r} is not installed`:e==="late"?"the kernel did not answer in time":n.length>0?`${n.join(", ")} (${r})`:`${r} did not run the script`}function Je([,e="",t,r,n],o){return{measured:t==="granted"?"granted":"refused",via:`${ae[e]??e} (${o})`,microseconds:r==="-"?null:Number(r),stalled:n==="-"?null:Number(n)>0,why:null}}0&&(module.exports={remediesFor,trial});
