import { MalformedError } from '../../errors.ts';
import { forEachLine, parseCount } from '../../text/lines.ts';

/** One area of the kernel's vmalloc space. */
export interface VmallocArea {
  /** the guard page behind it included */
  bytes: number;
  /** the function that asked for it, or `vm_map_ram`, `unpurged`; null where the kernel does not name it */
  caller: string | null;
}

/** Addresses are hashed, hidden or real (kptr_restrict): nothing rests on them. */
const areaForm = /^0x[^\s-]{1,32}-0x[^\s-]{1,32}\s+(\d{1,16})(?:\s+([A-Za-z_][\w.]*)(?:\+0x\S*)?)?(?=\s|$)/;

/**
 * Parses /proc/vmallocinfo (mm/vmalloc.c vmalloc_info_show).
 * @throws MalformedError where a line is no area
 */
export function parseVmallocinfo(text: string): VmallocArea[] {
  const areas: VmallocArea[] = [];
  forEachLine(text, (line, number) => {
    if (line.trim() === '') return;
    const match = areaForm.exec(line);
    const bytes = parseCount(match?.[1] ?? '');
    if (bytes === null) {
      throw new MalformedError('/proc/vmallocinfo', number, line, "'0xSTART-0xEND BYTES CALLER+0xN'");
    }
    areas.push({ bytes, caller: match?.[2] ?? null });
  });
  return areas;
}
