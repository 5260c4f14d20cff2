#!/usr/bin/env node
"use strict";var r=process.argv.length===2?process.env.CNI_COMMAND:void 0,i=function(e,o){process.exitCode=r===void 0?o:r==="DEL"?0:1,require("fs").writeSync(2,"buddyguard: "+e+`
`),r!==void 0&&r!=="DEL"&&require("fs").writeSync(1,JSON.stringify({cniVersion:"1.0.0",code:5,msg:e})+`
`)},n=process.versions.node.split(".").map(Number);if(n[0]<20||n[0]===20&&n[1]<19)i("Node "+process.versions.node+" is too old: expected 20.19 or newer (22 or newer is best)",64);else{s=r===void 0?"./main.cjs":"./cni.cjs";try{r===void 0?require("./main.cjs"):require("./cni.cjs")}catch(e){if(e.code!=="MODULE_NOT_FOUND"&&typeof e.errno!="number")throw e;i(__dirname+s.slice(1)+": cannot be read ("+e.code+")",66)}}var s;
