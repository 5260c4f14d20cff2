/** One line of a kernel log, without what collectors put in front of it. */
export interface LogLine {
  /** of the physical line in the input, from 1 */
  number: number;
  /** of its last physical line, if mail has wrapped it */
  end: number;
  /** that physical line, as it came */
  raw: string;
  /** what the kernel printed, without leading and trailing space */
  text: string;
  /** the forms of the prefix, and the host: lines of one log share it; empty if the line had no prefix */
  stream: string;
  /** who printed it, as far as the prefix says (`T123`, `C0`, `pid:1361`); else empty */
  caller: string;
  /** the time in the prefix, on whatever clock it uses; only differences within a stream mean anything */
  seconds: number | null;
  /** the time in the prefix as it stood (a JSON number as its digits), and the form that it had; empty if there was none */
  time: string;
  clock: string;
}
