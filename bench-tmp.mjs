import {createReadStream} from 'node:fs'
import {isUtf8} from 'node:buffer'
for (let k=0;k<3;k++){
{ const t=performance.now(); let n=0; const d=new TextDecoder('utf-8',{fatal:true}); for await(const ch of createReadStream('/tmp/reader/200k.csv')) n+=d.decode(ch,{stream:true}).length; console.log('TextDecoder stream fatal',(performance.now()-t)/200) }
{ const t=performance.now(); let n=0; const d=new TextDecoder('utf-8',{fatal:true}); for await(const ch of createReadStream('/tmp/reader/200k.csv')) n+=d.decode(ch.subarray(0,ch.lastIndexOf(10)),{}).length; console.log('TextDecoder nonstream fatal',(performance.now()-t)/200) }
{ const t=performance.now(); let n=0;  for await(const ch of createReadStream('/tmp/reader/200k.csv')) {const c=ch.subarray(0,ch.lastIndexOf(10)); if(!isUtf8(c)) throw 1; n+=c.toString('utf8').length}; console.log('isUtf8+toString',(performance.now()-t)/200) }
{ const t=performance.now(); let n=0; const d=new TextDecoder('windows-1252',{fatal:true}); for await(const ch of createReadStream('/tmp/reader/200k.csv')) n+=d.decode(ch,{stream:true}).length; console.log('1252',(performance.now()-t)/200) }
{ const t=performance.now(); let n=0; const d=new TextDecoder('utf-16be',{fatal:true}); for await(const ch of createReadStream('/tmp/reader/200k.csv')) n+=new TextDecoder('utf-16be').decode(ch,{stream:true}).length; console.log('utf16be',(performance.now()-t)/200) }
}
console.log(new TextDecoder('windows-1252').decode(new Uint8Array([0x80,0x81,0x92])).split('').map(c=>c.charCodeAt(0).toString(16)))
