// What anybody would write first: a program that goes through a file's lines with one pattern.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

let found = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  if (/page allocation failure/.test(line)) found++;
}
console.log(found);
