/** Longer lines are cut; no line of a report comes near this. */
export const maxLineLength = 16_384;
