// The fragmenter in guest/fragment.c, spoken to over two FIFOs that stay open for both ways: neither side waits for the other to
// open, and a restart closes nothing.
import fs from 'node:fs';

const writeSync = fs.writeSync;

export class Fragmenter {
  #to = fs.openSync('/lab/in', 'r+');
  #from = fs.openSync('/lab/out', 'r+');
  #bytes = Buffer.alloc(4096);
  #unread = '';
  #asked = 100;
  #seed;
  restarts = -1;

  /** @param {boolean} waits for its "ready": false where somebody else has read that */
  constructor(seed, waits = true) {
    this.#seed = seed;
    if (waits) this.#started(this.#line());
  }

  /** The answer to a command; null where the fragmenter was killed meanwhile (the OOM killer's first choice) and started again. */
  tell(command) {
    const number = ++this.#asked;
    writeSync(this.#to, `${number} ${command}\n`);
    for (;;) {
      const line = this.#line();
      if (this.#started(line)) return null;
      if (line.startsWith(`${number} `)) return line.slice(`${number} `.length);
    }
  }

  #started(line) {
    if (line !== 'ready') return false;
    this.restarts++;
    this.tell(`seed ${this.#seed * 1000 + this.restarts}`);
    return true;
  }

  #line() {
    while (!this.#unread.includes('\n'))
      this.#unread += this.#bytes.toString('latin1', 0, fs.readSync(this.#from, this.#bytes));
    const end = this.#unread.indexOf('\n');
    const line = this.#unread.slice(0, end);
    this.#unread = this.#unread.slice(end + 1);
    return line;
  }
}
