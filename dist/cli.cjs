#!/usr/bin/env node
"use strict";var o=function(e,n){process.exitCode=n,require("fs").writeSync(2,"buddyguard: "+e+`
`)},r=process.versions.node.split(".").map(Number);if(r[0]<20||r[0]===20&&r[1]<19)o("Node "+process.versions.node+" is too old: expected 20.19 or newer (22 or newer is best)",64);else try{require("./main.cjs")}catch(e){if(e.code!=="MODULE_NOT_FOUND"&&typeof e.errno!="number")throw e;o(__dirname+"/main.cjs: cannot be read ("+e.code+")",66)}
